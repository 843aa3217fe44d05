import { nullTranslator } from '@jupyterlab/translation';
import { CourseError } from '../../extension/src/api';
import type { ICheckedCell } from '../../extension/src/check';
import { Exchange } from '../../extension/src/exchange';
import type { INotebooks } from '../../extension/src/exchange';
import { CourseModel } from '../../extension/src/model';
import { formatTime } from '../../extension/src/state';
import { FakeApi, handin, handins } from './fixtures';

const trans = nullTranslator.load('underhood');
const path = 'convolution/convolution.ipynb';

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
    gradedCells: jest.fn<Promise<ICheckedCell[]>, [path: string]>(async () => [
      { id: 'test-naive', source: 'assert naive()' }
    ])
  };
  exchange = new Exchange({ api, model, notebooks, trans });
});

afterEach(() => model.dispose());

describe('fetch', () => {
  it('gives the path once the notebook is there', async () => {
    await start(handin());
    becomes(handin({ state: 'fetched', path }));
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

  it('forgets what the last check said', async () => {
    await start(fetched);
    becomes({ ...fetched, state: 'handed-in', handed_in: '2026-11-21T13:00:00+01:00' });
    model.setReport('convolution', { passed: false, findings: [] });
    await exchange.submit('convolution');
    expect(model.report('convolution')).toBeUndefined();
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

  it('names the failed part and remembers it', async () => {
    api.validate.mockResolvedValueOnce({
      failed: [
        {
          source: 'assert naive()',
          error: '',
          raw_error: 'AssertionError: 1 is not 2'
        }
      ]
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
    expect(api.validate).toHaveBeenCalledWith(path);
  });

  it('says that all pass', async () => {
    await expect(exchange.check('convolution')).resolves.toMatchObject({
      ok: true,
      message: 'All tests of “Hand-in: convolution” pass.'
    });
  });
});

describe('feedback', () => {
  const feedback_path = 'convolution/feedback/convolution.html';

  it('fetches what is ready, then gives it to open', async () => {
    await start(handin({ state: 'handed-in', path, feedback: 'ready' }));
    becomes(handin({ state: 'graded', path, feedback: 'fetched', feedback_path }));
    await expect(exchange.feedback('convolution')).resolves.toMatchObject({
      ok: true,
      path: feedback_path
    });
    expect(api.exchange).toHaveBeenCalledWith('fetch_feedback', 'underhood', 'convolution');
  });

  it('opens what is there without asking nbgrader', async () => {
    await start(handin({ state: 'graded', path, feedback: 'fetched', feedback_path }));
    await expect(exchange.feedback('convolution')).resolves.toMatchObject({
      path: feedback_path
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
