import { nullTranslator } from '@jupyterlab/translation';
import { CourseError } from '../../../extension/src/api';
import type { Check, Handins, Work } from '../../../extension/src/generated/handins';
import { Exchange } from '../../../extension/src/handins/exchange';
import type { INotebooks } from '../../../extension/src/handins/exchange';
import { CourseModel } from '../../../extension/src/model';
import { formatTime } from '../../../extension/src/state';
import { check, deferred, FakeApi, handin, handins } from '../fixtures';

const trans = nullTranslator.load('underhood');
const path = 'convolution/convolution.ipynb';
const work = (facts: Partial<Work> = {}): Work => ({
  problems: [],
  ran: false,
  checked: true,
  ...facts
});

let api: FakeApi;
let model: CourseModel;
let notebooks: jest.Mocked<INotebooks>;
let exchange: Exchange;

async function start(before: ReturnType<typeof handin>): Promise<void> {
  api.handins = handins(before);
  await model.refresh();
}

/** What nbgrader makes of the hand-in. */
function becomes(after: ReturnType<typeof handin>): void {
  api.exchange.mockImplementation(async () => {
    api.handins = handins(after);
    return undefined;
  });
}

beforeEach(() => {
  api = new FakeApi();
  model = new CourseModel({ api, trans, delay: 1 });
  notebooks = {
    save: jest.fn<Promise<void>, [path: string]>(async () => undefined),
    changedSinceRun: jest.fn<boolean | null, [path: string]>(() => null)
  };
  exchange = new Exchange({ api, model, notebooks, trans });
});

afterEach(() => model.dispose());

describe('fetch', () => {
  it('gives the path once the notebook is there', async () => {
    await start(handin());
    becomes(handin({ state: 'fetched', path, work: work() }));
    await expect(exchange.fetch('convolution')).resolves.toMatchObject({
      ok: true,
      path
    });
    expect(api.exchange).toHaveBeenCalledWith('fetch', 'underhood', 'convolution');
    expect(model.announcement).toBe('Fetched: Hand-in: convolution');
  });

  it('says that nothing came, which nbgrader does not', async () => {
    await start(handin());
    const outcome = await exchange.fetch('convolution');
    expect(outcome).toMatchObject({
      ok: false,
      message: expect.stringContaining('did not fetch “Hand-in: convolution”')
    });
  });
});

describe('hand in', () => {
  const fetched = handin({ state: 'fetched', path });

  it('saves first and confirms with the time', async () => {
    await start(fetched);
    const time = '2026-11-21T13:00:00+01:00';
    becomes({ ...fetched, state: 'handed-in', handed_in: time });
    const outcome = await exchange.submit('convolution');
    expect(outcome?.ok).toBe(true);
    expect(outcome?.message).toBe(`“Hand-in: convolution” was handed in: ${formatTime(time)}`);
    expect(notebooks.save).toHaveBeenCalledWith(path);
    expect(notebooks.save.mock.invocationCallOrder[0]).toBeLessThan(
      api.exchange.mock.invocationCallOrder[0]
    );
  });

  it('gives the receipt and closes the checklist', async () => {
    await start(fetched);
    const time = '2026-11-21T13:00:00+00:00';
    const receipt = {
      handin: 'convolution',
      title: 'Convolution',
      course_id: 'underhood',
      student: 'ada',
      timestamp: '2026-11-21 13:00:00.000000 UTC',
      time,
      due: null,
      files: []
    };
    const one = { id: receipt.timestamp, time, late: null, receipt };
    becomes({ ...fetched, state: 'handed-in', handed_in: time, submissions: [one] });
    model.review('convolution');
    const outcome = await exchange.submit('convolution');
    expect(outcome?.receipt).toEqual(receipt);
    expect(api.noteHandin).toHaveBeenCalledWith('convolution', 'handed-in');
    expect(model.reviewing).toBeNull();
  });

  it('looks at what is saved before it lists what is open', async () => {
    await start(handin({ state: 'fetched', path, work: work({ checked: false, ran: true }) }));
    notebooks.changedSinceRun.mockReturnValue(true);
    const points = await exchange.review('convolution');
    expect(points?.map(({ id, state }) => [id, state])).toEqual([
      ['ran', 'open'],
      ['tests', 'open']
    ]);
    expect(notebooks.save).toHaveBeenCalledWith(path);
  });

  it('does not take an earlier hand-in for this one', async () => {
    const earlier = handin({
      state: 'handed-in',
      path,
      handed_in: '2026-11-20T13:00:00+01:00'
    });
    await start(earlier);
    becomes(earlier);
    await expect(exchange.submit('convolution')).resolves.toMatchObject({
      ok: false
    });
  });

  it('gives nbgrader’s reason and looks again', async () => {
    await start(fetched);
    api.getHandins.mockClear();
    api.exchange.mockRejectedValueOnce(new CourseError('The exchange is not writable.', 200));
    await expect(exchange.submit('convolution')).resolves.toEqual({
      ok: false,
      message: 'Hand-in: convolution: The exchange is not writable.'
    });
    expect(api.getHandins).toHaveBeenCalled();
    expect(model.isBusy('convolution')).toBe(false);
  });

  it('asks to fetch first', async () => {
    await start(handin());
    await expect(exchange.submit('convolution')).resolves.toMatchObject({
      ok: false
    });
    expect(api.exchange).not.toHaveBeenCalled();
  });
});

describe('check', () => {
  beforeEach(() => start(handin({ state: 'fetched', path })));

  it('names the failed part, for as long as this version stands', async () => {
    const failed = check({ failed: [{ cell: 'test-naive', error: 'AssertionError: 1 is not 2' }] });
    api.check.mockImplementation(async () => {
      api.handins = handins(handin({ state: 'fetched', path, check: failed, work: work() }));
      return failed;
    });
    const outcome = await exchange.check('convolution');
    expect(outcome?.message).toBe('Hand-in: convolution: 1 test fails.');
    expect(model.report('convolution')?.findings).toEqual([
      {
        part: 'One thread per output',
        cell: 'test-naive',
        message: 'AssertionError: 1 is not 2'
      }
    ]);
    expect(notebooks.save.mock.invocationCallOrder[0]).toBeLessThan(
      api.check.mock.invocationCallOrder[0]
    );
    const changed = work({ checked: false });
    api.handins = handins(handin({ state: 'fetched', path, check: failed, work: changed }));
    await model.refreshHandins();
    expect(model.report('convolution')).toBeUndefined();
  });

  it('shows how far it has come, and leaves the other buttons alone', async () => {
    const pending = deferred<Check>();
    api.check.mockReturnValueOnce(pending.promise);
    const outcome = exchange.check('convolution');
    await model.onEvent({
      subject: 'handins',
      name: 'convolution',
      data: { checking: { done: 2, of: 9 } }
    });
    expect(model.handin('convolution')?.checking).toEqual({ done: 2, of: 9 });
    expect(model.isBusy('convolution')).toBe(false);
    pending.resolve(check());
    await outcome;
    expect(model.handin('convolution')?.checking).toBeNull();
  });

  it('says why it was not finished', async () => {
    api.check.mockResolvedValueOnce(check({ problem: 'it was stopped' }));
    await expect(exchange.check('convolution')).resolves.toMatchObject({
      ok: false,
      message: 'Hand-in: convolution was not checked: it was stopped'
    });
  });

  it('says that all pass', async () => {
    await expect(exchange.check('convolution')).resolves.toMatchObject({
      ok: true,
      message: 'All tests of “Hand-in: convolution” pass.'
    });
  });
});

describe('feedback', () => {
  const feedback_paths = [
    'convolution/feedback/convolution.html',
    'convolution/feedback/shaders.html'
  ];

  it('fetches what is ready, then gives it to open', async () => {
    await start(handin({ state: 'handed-in', path, feedback: 'ready' }));
    becomes(handin({ state: 'graded', path, feedback: 'fetched', feedback_paths }));
    await expect(exchange.feedback('convolution')).resolves.toMatchObject({
      ok: true,
      path: feedback_paths[0],
      others: feedback_paths.slice(1)
    });
    expect(api.exchange).toHaveBeenCalledWith('fetch_feedback', 'underhood', 'convolution');
  });

  it('opens it while a question that an event raised meanwhile has no answer yet', async () => {
    await start(handin({ state: 'handed-in', path, feedback: 'ready' }));
    becomes(handin({ state: 'graded', path, feedback: 'fetched', feedback_paths }));
    const late = deferred<Handins>();
    api.getHandins.mockImplementationOnce(async () => {
      api.getHandins.mockReturnValueOnce(late.promise);
      void model.refreshHandins();
      return api.handins;
    });
    await expect(exchange.feedback('convolution')).resolves.toMatchObject({ ok: true });
    late.resolve(handins(handin({ state: 'graded', path, feedback: 'fetched' })));
    await late.promise;
  });

  it('is not hidden again by an answer that was asked for before', async () => {
    await start(handin({ state: 'handed-in', path, feedback: 'ready' }));
    const early = deferred<Handins>();
    api.getHandins.mockReturnValueOnce(early.promise);
    const earlier = model.refreshHandins();
    api.handins = handins(handin({ state: 'graded', path, feedback: 'fetched', feedback_paths }));
    await model.refreshHandins();
    early.resolve(handins(handin({ state: 'handed-in', path, feedback: 'ready' })));
    await earlier;
    expect(model.handin('convolution')?.state).toBe('graded');
  });

  it('opens what is there without asking nbgrader', async () => {
    await start(handin({ state: 'graded', path, feedback: 'fetched', feedback_paths }));
    await expect(exchange.feedback('convolution')).resolves.toMatchObject({
      path: feedback_paths[0],
      others: feedback_paths.slice(1)
    });
    expect(api.exchange).not.toHaveBeenCalled();
  });

  it('says that none came', async () => {
    await start(handin({ state: 'handed-in', path, feedback: 'ready' }));
    await expect(exchange.feedback('convolution')).resolves.toMatchObject({
      ok: false
    });
  });
});

it('knows no hand-in by another name', async () => {
  await start(handin());
  await expect(exchange.fetch('nothing')).resolves.toEqual({
    ok: false,
    message: 'There is no hand-in “nothing”.'
  });
});
