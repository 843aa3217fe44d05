import { nullTranslator } from '@jupyterlab/translation';
import { CourseError } from '../../extension/src/api';
import type { Machine } from '../../extension/src/generated/machine';
import { CourseModel } from '../../extension/src/model';
import type { Progress } from '../../extension/src/generated/progress';
import { deferred, FakeApi, handin, handins, progress } from './fixtures';

const trans = nullTranslator.load('underhood');
const DELAY = 250;

let api: FakeApi;
let model: CourseModel;

beforeEach(() => {
  jest.useFakeTimers();
  api = new FakeApi();
  model = new CourseModel({ api, trans, delay: DELAY });
});

afterEach(() => {
  model.dispose();
  jest.useRealTimers();
});

/** Lets the debounce pass and the answers come in. */
const settle = () => jest.advanceTimersByTimeAsync(DELAY);

describe('loading', () => {
  it('asks nothing before somebody looks', () => {
    expect(api.getCatalog).not.toHaveBeenCalled();
    expect(model.rows).toEqual([]);
  });

  it('opens the module of the page opened last', async () => {
    api.progress = progress({ last_page: 'm2/threads' });
    await model.refresh();
    expect(model.rows.map(({ key }) => key)).toEqual(['m1', 'm2', 'm2/threads']);
    expect(model.active).toBe('m1');
  });

  it('asks once for two who ask at the same time, and not again at once', async () => {
    await Promise.all([model.refresh(), model.refresh()]);
    await model.refreshIfStale();
    expect(api.getCatalog).toHaveBeenCalledTimes(1);
    jest.setSystemTime(Date.now() + 11_000);
    await model.refreshIfStale();
    expect(api.getCatalog).toHaveBeenCalledTimes(2);
  });

  it('keeps the error in words, and what was loaded before', async () => {
    await model.refresh();
    api.getCatalog.mockRejectedValueOnce(new Error('The course folder is gone.'));
    await model.refresh();
    expect(model.error).toBe('The course folder is gone.');
    expect(model.rows).not.toHaveLength(0);
    await model.refresh();
    expect(model.error).toBeNull();
  });

  it('asks again by itself once the server is back, if somebody has looked', async () => {
    await model.onReturned();
    expect(api.getCatalog).not.toHaveBeenCalled();
    api.getCatalog.mockRejectedValueOnce(new CourseError('The server does not answer.', 0));
    await model.refresh();
    expect(model.error).toBe('The server does not answer.');
    await model.onReturned();
    expect(model.error).toBeNull();
    expect(api.getHandins).toHaveBeenCalledTimes(2);
    api.getCatalog.mockRejectedValueOnce(new CourseError('Your login has expired.', 403));
    await model.onReturned();
    expect(model.error).toBe('Your login has expired.');
  });

  it('shows the course where only the hand-ins fail', async () => {
    api.getHandins.mockRejectedValueOnce(new Error('No exchange.'));
    await model.refresh();
    expect(model.error).toBeNull();
    expect(model.handinProblem).toBe('No exchange.');
    expect(model.rows).not.toHaveLength(0);
  });
});

describe('choosing', () => {
  beforeEach(() => model.refresh());

  it('shows at once and sends the latest only', async () => {
    model.choose({ level: 3 });
    model.choose({ level: 4 });
    model.choose({ additionalReading: true });
    expect(model.choice).toMatchObject({ level: 4, additionalReading: true });
    expect(model.page('m1/convolution')).toBeDefined();
    expect(model.rows.map(({ key }) => key)).toContain('m1/convolution');
    expect(api.patches).toEqual([]);
    await settle();
    expect(api.patches).toEqual([{ level: 4, known_level: 2, additional_reading: true }]);
    expect(model.choice.level).toBe(4);
  });

  it('waits until no further choice follows', async () => {
    model.choose({ level: 3 });
    await jest.advanceTimersByTimeAsync(DELAY - 50);
    model.choose({ level: 4 });
    await jest.advanceTimersByTimeAsync(DELAY - 50);
    expect(api.patches).toEqual([]);
    await settle();
    expect(api.patches).toEqual([{ level: 4, known_level: 2 }]);
  });

  it('asks nothing new before the server kept the last choice', async () => {
    const answer = deferred<Progress>();
    api.patchProgress.mockReturnValueOnce(answer.promise);
    model.choose({ level: 3 });
    await settle();
    api.getProgress.mockClear();
    void model.refresh();
    await jest.advanceTimersByTimeAsync(0);
    expect(api.getProgress).not.toHaveBeenCalled();
    answer.resolve(progress({ level: 3 }));
    await jest.advanceTimersByTimeAsync(0);
    expect(api.getProgress).toHaveBeenCalledTimes(1);
  });

  it('does not fall back to an older answer', async () => {
    const answer = deferred<Progress>();
    api.patchProgress.mockReturnValueOnce(answer.promise);
    model.choose({ level: 3 });
    await settle();
    model.choose({ level: 1 });
    answer.resolve(progress({ level: 3 }));
    await jest.advanceTimersByTimeAsync(0);
    expect(model.choice.level).toBe(1);
    await settle();
    expect(api.patches).toEqual([{ level: 1 }]);
    expect(model.choice.level).toBe(1);
  });

  it('keeps a choice that could not be sent, says so, and sends it with the next refresh', async () => {
    api.patchProgress.mockRejectedValueOnce(new Error('The disk is full.'));
    model.choose({ specializations: ['deep-learning'] });
    await settle();
    expect(model.error).toBe('The disk is full.');
    expect(model.choice.specializations).toEqual(['deep-learning']);
    await model.refresh();
    expect(api.patches).toEqual([{ specializations: ['deep-learning'] }]);
    expect(model.error).toBeNull();
    expect(model.choice.specializations).toEqual(['deep-learning']);
  });

  it('sends at once when the page is left', async () => {
    model.choose({ level: 4 });
    await model.flush();
    expect(api.patches).toEqual([{ level: 4, known_level: 2 }]);
    await settle();
    expect(api.patches).toHaveLength(1);
  });
});

describe('what is shown', () => {
  beforeEach(() => model.refresh());

  it('is worked out at a choice, and not again when the server repeats it', async () => {
    const before = model.visible;
    model.choose({ level: 3 });
    const chosen = model.visible;
    expect(chosen).not.toBe(before);
    await settle(); // the answer
    await model.onEvent({ subject: 'progress', name: null, data: null });
    expect(api.getProgress).toHaveBeenCalledTimes(2);
    expect(model.visible).toBe(chosen);
  });

  it('is worked out anew when another window changed it', async () => {
    const before = model.visible;
    api.progress = progress({ level: 3 });
    await model.onEvent({ subject: 'progress', name: null, data: null });
    expect(model.visible).not.toBe(before);
    expect(model.choice.level).toBe(3);
  });
});

describe('pages', () => {
  beforeEach(() => model.refresh());

  it('opens one and learns what the server noted', async () => {
    api.progress = progress({ last_page: 'm1/memory' });
    await expect(model.open('m1/memory')).resolves.toBe('m1/memory.ipynb');
    await settle();
    expect(model.progress?.last_page).toBe('m1/memory');
  });

  it('marks one and takes the mark away', async () => {
    await model.mark('m1/gpus', 'done');
    expect(model.progress?.pages['m1/gpus']?.state).toBe('done');
    expect(model.visible.modules[0]).toMatchObject({ done: 2, total: 2 });
    await model.mark('m1/gpus', null);
    expect(model.progress?.pages['m1/gpus']).toBeUndefined();
  });

  it('tells a refused mark to the caller only', async () => {
    api.patchProgress.mockRejectedValueOnce(new CourseError('No such page.', 400));
    await expect(model.mark('m1/gpus', 'done')).rejects.toThrow('No such page.');
    expect(model.error).toBeNull();
    expect(model.progress?.pages['m1/gpus']?.state).toBe('started');
  });

  it('keeps a mark in the browser while the server can not', async () => {
    api.patchProgress.mockRejectedValueOnce(new CourseError('The disk is full.', 507));
    await model.mark('m1/gpus', 'done');
    expect(model.error).toBe('The disk is full.');
    expect(model.progress?.pages['m1/gpus']?.state).toBe('done');
    await jest.advanceTimersByTimeAsync(10_000);
    expect(model.error).toBeNull();
    expect(api.progress.pages['m1/gpus']?.state).toBe('done');
  });

  it('opens one though the server can not note it, and notes it later', async () => {
    api.openPage.mockResolvedValueOnce({
      path: 'm2/threads.ipynb',
      copied: true,
      updated: false,
      problem: null,
      kept: false
    });
    await expect(model.open('m2/threads')).resolves.toBe('m2/threads.ipynb');
    await settle();
    expect(api.patches).toEqual([{ last_page: 'm2/threads', pages: { 'm2/threads': {} } }]);
  });
});

describe('the machine', () => {
  it('is asked with the course, once it is known no more', async () => {
    await model.refresh();
    await jest.advanceTimersByTimeAsync(0);
    expect(model.machine?.cuda).toBe('NVIDIA H200');
    await model.refresh();
    expect(api.getMachine).toHaveBeenCalledTimes(1);
  });

  it('holds nothing up, and stays unknown where the driver does not answer', async () => {
    const answer = deferred<Machine>();
    api.getMachine.mockReturnValueOnce(answer.promise);
    await model.refresh();
    expect(model.rows).not.toHaveLength(0);
    answer.resolve({ adapters: [], cuda: null, problem: 'no answer' });
    await jest.advanceTimersByTimeAsync(0);
    expect(model.machine).toBeNull();
  });
});

describe('the tree', () => {
  beforeEach(() => model.refresh());

  it('keeps what was opened, a new choice over an old session', () => {
    const changed = jest.fn();
    model.expandedChanged.connect(changed);
    model.setExpanded('m1', false);
    expect(changed).toHaveBeenCalledTimes(1);
    model.restoreExpanded({ m1: true, m2: true });
    expect(model.rows.map(({ key }) => key)).toEqual(['m1', 'm2', 'm2/threads']);
  });

  it('stays where it is when the page opened last is in another module', async () => {
    api.progress = progress({ last_page: 'm2/threads' });
    await model.refresh();
    expect(model.rows.map(({ key }) => key)).toEqual(['m1', 'm1/memory', 'm1/gpus', 'm2']);
  });

  it('moves the focus to the nearest row when its own is filtered out', () => {
    model.setActive('m1/gpus');
    model.choose({ level: 1 });
    expect(model.active).toBe('m2');
  });

  it('searches in modules that are closed', () => {
    model.setSearch('threads');
    expect(model.rows.map(({ key }) => key)).toEqual(['m2', 'm2/threads']);
    model.setSearch('');
    expect(model.rows.map(({ key }) => key)).not.toContain('m2/threads');
  });
});

it('lists a hand-in that the course has no page for', async () => {
  api.handins = handins(handin({ name: 'essay', title: 'essay', page_id: null }));
  await model.refresh();
  model.setSearch('essay');
  expect(model.rows.map(({ title }) => title)).toEqual(['More hand-ins', 'essay']);
});

it('runs one action of a hand-in at a time', async () => {
  const wait = deferred<string>();
  const first = model.whileBusy('convolution', () => wait.promise);
  expect(model.isBusy('convolution')).toBe(true);
  await expect(model.whileBusy('convolution', async () => 'second')).resolves.toBeNull();
  wait.resolve('first');
  await expect(first).resolves.toBe('first');
  expect(model.isBusy('convolution')).toBe(false);
});
