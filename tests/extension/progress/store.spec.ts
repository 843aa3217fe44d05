import { CourseError } from '../../../extension/src/api';
import { ProgressStore } from '../../../extension/src/progress/store';
import { applyChange, mergeChanges } from '../../../extension/src/progress/change';
import { LocalUnsaved } from '../../../extension/src/progress/unsaved';
import { FakeApi, progress } from '../fixtures';

const HERE = 'http://localhost:8888/user/ada/';
const full = () => new CourseError('The disk is full.', 507);

let api: FakeApi;
const stores: ProgressStore[] = [];

function open(): ProgressStore {
  const store = new ProgressStore(api, 250, new LocalUnsaved(HERE));
  stores.push(store);
  return store;
}

beforeEach(() => {
  jest.useFakeTimers();
  localStorage.clear();
  api = new FakeApi();
});

afterEach(() => {
  stores.splice(0).forEach(store => store.dispose());
  jest.useRealTimers();
});

describe('changes', () => {
  it('are merged field by field, as the server does', () => {
    const both = mergeChanges(
      { level: 2, pages: { 'm1/a': { heading: 'Tiles' }, 'm1/b': null } },
      { level: 3, pages: { 'm1/a': { read: true }, 'm1/b': { heading: 'Halo' } } }
    );
    expect(both).toEqual({
      level: 3,
      pages: { 'm1/a': { heading: 'Tiles', read: true }, 'm1/b': { heading: 'Halo' } }
    });
    const tried = { exercises: { tiles: { state: 'tried' as const, tries: 1 } } };
    const solved = { exercises: { halo: { state: 'solved' as const, tries: 2 } } };
    const { pages } = applyChange(applyChange(progress(), { pages: { 'm1/new': tried } }), {
      pages: { 'm1/new': solved, 'm1/memory': null }
    });
    expect(pages['m1/new']).toEqual({
      state: 'started',
      exercises: { ...tried.exercises, ...solved.exercises }
    });
    expect(pages['m1/memory']).toBeUndefined();
  });
});

describe('slow changes', () => {
  it('go together at a steady rate, and with a quick one at once', async () => {
    const store = open();
    await store.load();
    for (let step = 0; step < 50; step++) {
      store.keep({ pages: { 'm1/gpus': { heading: `Heading ${step}` } } }, 3000);
      await jest.advanceTimersByTimeAsync(100);
    }
    expect(api.patches).toHaveLength(1);
    store.keep({ level: 4 });
    await jest.advanceTimersByTimeAsync(250);
    expect(api.patches).toHaveLength(2);
    expect(api.progress.level).toBe(4);
    expect(api.progress.pages['m1/gpus']?.heading).toBe('Heading 49');
  });
});

describe('what can not be saved', () => {
  it('is tried again, more and more seldom', async () => {
    api.patchProgress.mockRejectedValue(full());
    const store = open();
    await store.load();
    store.keep({ level: 4 });
    await jest.advanceTimersByTimeAsync(250);
    expect(store.error).toBe('The disk is full.');
    api.patchProgress.mockClear();
    await jest.advanceTimersByTimeAsync(300_000);
    expect(api.patchProgress.mock.calls.length).toBeGreaterThan(4);
    expect(api.patchProgress.mock.calls.length).toBeLessThan(10);
    expect(store.value?.level).toBe(4);
  });

  it('outlives the window, is shown by the next one, and goes once it is saved', async () => {
    api.patchProgress.mockRejectedValue(full());
    const store = open();
    await store.load();
    store.keep({ level: 4, pages: { 'm1/gpus': { heading: 'Tiles' } } });
    await store.flush();
    store.dispose();

    const next = open();
    await next.load();
    expect(next.error).toBe('The disk is full.');
    expect(next.value?.level).toBe(4);
    expect(next.value?.pages['m1/gpus']?.heading).toBe('Tiles');
    expect(localStorage).toHaveLength(1);

    api.patchProgress.mockReset();
    api.patchProgress.mockResolvedValueOnce(progress({ level: 4 }));
    await next.load();
    expect(next.error).toBeNull();
    expect(localStorage).toHaveLength(0);
  });

  it('stays with the student whose it is', async () => {
    new LocalUnsaved('http://localhost:8888/user/grace/').put({ level: 1 });
    const store = open();
    await store.load();
    expect(api.patches).toEqual([]);
  });

  it('is forgotten if the server refuses it', async () => {
    api.patchProgress.mockRejectedValueOnce(new CourseError('level: 9 is none of 1, 2, 3, 4', 400));
    const store = open();
    await store.load();
    store.keep({ level: 4 });
    await jest.advanceTimersByTimeAsync(250);
    expect(store.error).toContain('none of');
    expect(store.value?.level).toBe(2);
    expect(localStorage).toHaveLength(0);
  });

  it('does no harm where the storage is broken or switched off', async () => {
    localStorage.setItem(`underhood:unsaved:${HERE}:1-x`, '{');
    const off = {
      ...localStorage,
      setItem: () => {
        throw new Error('off');
      }
    };
    new LocalUnsaved(HERE, off as Storage).put({ level: 1 });
    const store = open();
    await store.load();
    expect(store.error).toBeNull();
    expect(localStorage).toHaveLength(0);
  });
});
