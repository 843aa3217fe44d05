import { TextSearch } from '../../../extension/src/find/textSearch';
import type { TextHits } from '../../../extension/src/generated/search';
import { deferred } from '../fixtures';

const found = (query: string, text = `a ${query} b`): TextHits => ({
  query,
  complete: true,
  pages: [{ id: 'm1/gpus', hits: [{ section: 2, text }] }]
});

let searchText: jest.Mock<Promise<TextHits>, [string]>;
let search: TextSearch;
let changed: jest.Mock;

beforeEach(() => {
  jest.useFakeTimers();
  searchText = jest.fn(async query => found(query));
  search = new TextSearch({ searchText }, 100);
  changed = jest.fn();
  search.changed.connect(changed);
});

afterEach(() => {
  search.dispose();
  jest.useRealTimers();
});

const wait = () => jest.advanceTimersByTimeAsync(100);

it('asks once typing pauses, in folded words', async () => {
  for (const text of ['o', 'oc', 'Occ', 'Occúpancy  ']) {
    search.ask(text);
  }
  expect(search.pending).toBe(true);
  await wait();
  expect(searchText.mock.calls).toEqual([['occupancy']]);
  expect(search.pending).toBe(false);
  expect(search.hits.get('m1/gpus')?.get(2)).toBe('a occupancy b');
  expect(changed).toHaveBeenCalledTimes(1);
});

it('asks nothing for a single letter, or the same words again', async () => {
  search.ask('o');
  expect(search.pending).toBe(false);
  search.ask('occupancy');
  await wait();
  search.ask(' OCCUPANCY ');
  await wait();
  expect(searchText).toHaveBeenCalledTimes(1);
});

it('is never overtaken by an older answer', async () => {
  const slow = deferred<TextHits>();
  searchText.mockReturnValueOnce(slow.promise);
  search.ask('cache');
  await wait();
  search.ask('caches');
  await wait();
  expect(search.hits.get('m1/gpus')?.get(2)).toBe('a caches b');
  slow.resolve(found('cache'));
  await wait();
  expect(search.hits.get('m1/gpus')?.get(2)).toBe('a caches b');
  expect(changed).toHaveBeenCalledTimes(1);
});

it('keeps what surely still fits while the next answer is on its way', async () => {
  searchText.mockResolvedValueOnce(found('cache', 'the caches of a CPU'));
  search.ask('cache');
  await wait();
  search.ask('caches');
  expect(search.hits.size).toBe(1);
  search.ask('cachesx');
  expect(search.hits.size).toBe(0);
});

it('forgets at once when the search is cleared', async () => {
  search.ask('cache');
  await wait();
  search.ask('');
  expect(search.hits.size).toBe(0);
  expect(search.pending).toBe(false);
});

it('says why the texts were not searched, and tries again', async () => {
  searchText.mockRejectedValueOnce(new Error('The server does not answer.'));
  search.ask('cache');
  await wait();
  expect(search.error).toBe('The server does not answer.');
  expect(search.hits.size).toBe(0);
  search.ask('cache');
  await wait();
  expect(search.error).toBeNull();
  expect(search.hits.size).toBe(1);
});

it('says that there is more', async () => {
  searchText.mockResolvedValueOnce({ ...found('cache'), complete: false });
  search.ask('cache');
  await wait();
  expect(search.incomplete).toBe(true);
});
