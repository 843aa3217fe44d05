import { nullTranslator } from '@jupyterlab/translation';
import { CourseError } from '../../../extension/src/api';
import type { ITeachApi } from '../../../extension/src/teach/api';
import { TeachModel } from '../../../extension/src/teach/model';
import { teachApi, job, teaching } from './fixtures';

const trans = nullTranslator.load('underhood');

let api: jest.Mocked<ITeachApi>;
let model: TeachModel;

beforeEach(() => {
  api = teachApi();
  model = new TeachModel(api, trans);
});

afterEach(() => model.dispose());

const grading = (data: object) => ({
  subject: 'grading' as const,
  name: 'convolution',
  data: { ...data }
});
describe('the model', () => {
  it('knows who may not grade, and why', async () => {
    api.get.mockRejectedValue(new CourseError('this server is a student’s', 403));
    await model.refresh();
    expect([model.allowed, model.refusal, model.error]).toEqual([
      false,
      'this server is a student’s',
      null
    ]);
    await model.refreshIfStale();
    await model.onEvent({ subject: 'teaching', name: null, data: null });
    expect(api.get).toHaveBeenCalledTimes(1);
  });

  it('keeps what it knew when the server is away', async () => {
    await model.refresh();
    api.get.mockRejectedValue(new CourseError('The server does not answer.', 0));
    await model.refresh();
    expect([model.allowed, model.error]).toEqual([true, 'The server does not answer.']);
    expect(model.course).not.toBeNull();
  });

  it('takes progress from events and asks again when a step has changed something', async () => {
    await model.refresh();
    await model.onEvent(grading(job()));
    expect([model.running, model.job?.done]).toEqual([true, 22]);
    await model.onEvent(grading(job({ state: 'done', counts: { graded: 26, failed: 2 } })));
    expect(model.announcement).toBe('26 graded, 2 to look at.');
    await model.onEvent({ subject: 'teaching', name: null, data: null });
    expect(api.get).toHaveBeenCalledTimes(2);
  });

  it('asks once more for what changed while the server was answering', async () => {
    await model.refresh();
    const first = model.refresh();
    await model.onEvent({ subject: 'teaching', name: null, data: null });
    await first;
    await Promise.resolve();
    expect(api.get).toHaveBeenCalledTimes(3);
  });

  it('has a step from another window after a reload', async () => {
    api.get.mockResolvedValue(teaching({ job: job() }));
    await model.refresh();
    expect(model.running).toBe(true);
  });

  it('says why a choice was refused', async () => {
    await model.refresh();
    api.change.mockRejectedValue(new CourseError('"x" is no time zone', 409));
    expect(await model.change({ run: { timezone: 'x' } }, 'Kept.')).toBe(false);
    expect([model.error, model.announcement]).toEqual(['"x" is no time zone', '']);
  });
});
