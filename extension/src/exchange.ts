import type { TranslationBundle } from '@jupyterlab/translation';
import { messageOf } from './api';
import type { ICourseApi } from './api';
import { explainValidation } from './check';
import type { ICheckedCell, ICheckReport } from './check';
import type { Page } from './generated/catalog';
import type { HandinState } from './generated/handins';
import { formatTime } from './state';
import type { ICourseModel } from './tokens';

/** What an action on a hand-in came to, in words. */
export interface IOutcome {
  ok: boolean;
  message: string;
  /** What to open now, relative to the student's folder. */
  path?: string;
  /** What Check found. */
  report?: ICheckReport;
}

/** The student's notebooks. */
export interface INotebooks {
  /** Saves the notebook if it is open and was changed. */
  save(path: string): Promise<void>;
  /** The cells of the notebook on disk that nbgrader has an id for. */
  gradedCells(path: string): Promise<ICheckedCell[]>;
}

/**
 * Fetch, Check, Hand in and Feedback over nbgrader's own services.
 *
 * nbgrader hides most of its errors, so each action looks at the hand-in's state before and after
 * it. None rejects; null means that another action of the hand-in is still under way.
 */
export class Exchange {
  constructor(private readonly _options: Exchange.IOptions) {}

  fetch(name: string): Promise<IOutcome | null> {
    const { api, trans } = this._options;
    return this._act(name, async ({ course, title }) => {
      await api.exchange('fetch', course, name);
      const path = (await this._look(name))?.path;
      return path
        ? { ok: true, path, message: trans.__('Fetched: %1', title) }
        : {
            ok: false,
            message: trans.__(
              'nbgrader did not fetch “%1”. If your folder has a folder %2 already, rename it.',
              title,
              name
            )
          };
    });
  }

  check(name: string): Promise<IOutcome | null> {
    const { api, model, notebooks, trans } = this._options;
    return this._act(name, async ({ state, title, page }) => {
      if (!state.path) {
        return { ok: false, message: trans.__('Fetch “%1” before checking it.', title) };
      }
      model.setReport(name, null);
      await notebooks.save(state.path);
      const result = await api.validate(state.path);
      const cells = await notebooks.gradedCells(state.path);
      const report = explainValidation(result, cells, page?.handin?.parts ?? [], trans);
      model.setReport(name, report);
      const count = report.findings.length;
      return {
        ok: report.passed,
        report,
        message: report.passed
          ? trans.__('All tests of “%1” pass.', title)
          : trans._n('%2: 1 test fails.', '%2: %1 tests fail.', count, title)
      };
    });
  }

  submit(name: string): Promise<IOutcome | null> {
    const { api, model, notebooks, trans } = this._options;
    return this._act(name, async ({ course, state, title }) => {
      if (!state.path) {
        return { ok: false, message: trans.__('Fetch “%1” before handing it in.', title) };
      }
      await notebooks.save(state.path);
      await api.exchange('submit', course, name);
      model.setReport(name, null); // what the last check said is the teacher's to say now
      const time = (await this._look(name))?.handed_in;
      return time && time !== state.handed_in
        ? {
            ok: true,
            message: trans.__('“%1” was handed in: %2', title, formatTime(time))
          }
        : {
            ok: false,
            message: trans.__('nbgrader took “%1” but lists no new copy of it.', title)
          };
    });
  }

  feedback(name: string): Promise<IOutcome | null> {
    const { api, trans } = this._options;
    return this._act(name, async ({ course, state, title }) => {
      if (state.feedback === 'ready') {
        await api.exchange('fetch_feedback', course, name);
      }
      const path = (await this._look(name))?.feedback_path;
      return path
        ? { ok: true, path, message: trans.__('Feedback: %1', title) }
        : { ok: false, message: trans.__('nbgrader has no feedback on “%1” yet.', title) };
    });
  }

  /** The state the server has now. */
  private async _look(name: string): Promise<HandinState | undefined> {
    const { model } = this._options;
    await model.refreshHandins();
    return model.handin(name);
  }

  private async _act(
    name: string,
    action: (target: Exchange.ITarget) => Promise<IOutcome>
  ): Promise<IOutcome | null> {
    const { model, trans } = this._options;
    const outcome = await model.whileBusy(name, async () => {
      const state = model.handin(name);
      if (!state || !model.handins) {
        return { ok: false, message: trans.__('There is no hand-in “%1”.', name) };
      }
      const page = state.page_id === null ? undefined : model.page(state.page_id);
      const title = page?.title ?? name;
      try {
        return await action({ course: model.handins.course_id, state, title, page });
      } catch (error) {
        await model.refreshHandins();
        return { ok: false, message: trans.__('%1: %2', title, messageOf(error)) };
      }
    });
    if (outcome) {
      model.announce(outcome.message);
    }
    return outcome;
  }
}

export namespace Exchange {
  export interface IOptions {
    api: ICourseApi;
    model: ICourseModel;
    notebooks: INotebooks;
    trans: TranslationBundle;
  }

  /** The hand-in an action is about. */
  export interface ITarget {
    /** nbgrader's name of the course. */
    course: string;
    state: HandinState;
    title: string;
    page: Page | undefined;
  }
}
