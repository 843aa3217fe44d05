import type { TranslationBundle } from '@jupyterlab/translation';
import { messageOf } from '../api';
import type { ICourseApi } from '../api';
import { explainCheck } from './check';
import type { ICheckReport } from './check';
import type { HandinState, Receipt } from '../generated/handins';
import { listPoints } from './checklist';
import type { IPoint } from './checklist';
import { formatTime } from '../state';
import type { ICourseModel } from '../tokens';

/** What an action on a hand-in came to, in words. */
export interface IOutcome {
  ok: boolean;
  message: string;
  /** What to open now, relative to the student's folder. */
  path?: string;
  /** What to open beside it. */
  others?: readonly string[];
  /** What Check found. */
  report?: ICheckReport;
  /** What was handed in. */
  receipt?: Receipt;
}

/** The student's notebooks. */
export interface INotebooks {
  /** Saves the notebook if it is open and was changed. */
  save(path: string): Promise<void>;
  /** Whether a cell was changed since it was run; null if the notebook is not open. */
  changedSinceRun(path: string): boolean | null;
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
    const { api, model, trans } = this._options;
    return this._act(name, async ({ course, title }) => {
      await api.exchange('fetch', course, name);
      model.setHandins(await api.noteHandin(name, 'fetched'));
      const state = model.handin(name);
      const path = state?.work?.problems.length === 0 ? state.path : null;
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

  /** Runs beside everything else; a second one of the same hand-in gets the result of the first. */
  async check(name: string): Promise<IOutcome | null> {
    const { api, model, notebooks, trans } = this._options;
    const state = model.handin(name);
    if (!state?.path) {
      return this._tell({ ok: false, message: trans.__('Fetch “%1” before checking it.', name) });
    }
    const { title } = this._target(state);
    try {
      model.setChecking(name, { done: 0, of: 0 });
      model.announce(trans.__('Checking: %1', title));
      await notebooks.save(state.path);
      const check = await api.check(name);
      await model.refreshHandins();
      const report = explainCheck(check, model.parts(name), trans);
      const count = report.findings.length;
      return this._tell({
        ok: report.passed,
        report,
        message:
          report.problem !== null
            ? trans.__('%1 was not checked: %2', title, report.problem)
            : report.passed
              ? trans.__('All tests of “%1” pass.', title)
              : trans._n('%2: 1 test fails.', '%2: %1 tests fail.', count, title)
      });
    } catch (error) {
      await model.refreshHandins();
      return this._tell({ ok: false, message: trans.__('%1: %2', title, messageOf(error)) });
    }
  }

  async stopCheck(name: string): Promise<void> {
    try {
      await this._options.api.stopCheck(name);
    } catch {
      await this._options.model.refreshHandins(); // it had ended already
    }
  }

  /** Saves, looks at the student's copy, and says what is open before handing it in; null if nothing can be said. */
  async review(name: string): Promise<IPoint[] | null> {
    const { model, notebooks, trans } = this._options;
    try {
      const path = model.handin(name)?.path;
      if (path) {
        await notebooks.save(path);
      }
    } catch (error) {
      this._tell({ ok: false, message: messageOf(error) });
      return null;
    }
    const state = await this._look(name);
    if (!state) {
      return null;
    }
    const changedSinceRun = state.path === null ? null : notebooks.changedSinceRun(state.path);
    return listPoints(state, model.parts(name), { now: Date.now(), changedSinceRun }, trans);
  }

  submit(name: string): Promise<IOutcome | null> {
    const { api, model, notebooks, trans } = this._options;
    return this._act(name, async ({ course, state, title }) => {
      if (!state.path) {
        return { ok: false, message: trans.__('Fetch “%1” before handing it in.', title) };
      }
      await notebooks.save(state.path);
      await api.exchange('submit', course, name);
      model.setHandins(await api.noteHandin(name, 'handed-in'));
      model.review(null);
      const after = model.handin(name);
      const time = after?.handed_in;
      return time && time !== state.handed_in
        ? {
            ok: true,
            receipt: after.submissions[0]?.receipt ?? undefined,
            message: trans.__('“%1” was handed in: %2', title, formatTime(time))
          }
        : {
            ok: false,
            message: trans.__('nbgrader took “%1” but lists no new copy of it.', title)
          };
    });
  }

  feedback(name: string): Promise<IOutcome | null> {
    const { api, model, trans } = this._options;
    return this._act(name, async ({ course, state, title }) => {
      if (state.feedback === 'ready') {
        await api.exchange('fetch_feedback', course, name);
        await this._look(name);
      }
      const [path, ...others] = model.handin(name)?.feedback_paths ?? [];
      if (path === undefined) {
        return { ok: false, message: trans.__('nbgrader has no feedback on “%1” yet.', title) };
      }
      model.setHandins(await api.noteHandin(name, 'opened'));
      return { ok: true, path, others, message: trans.__('Feedback: %1', title) };
    });
  }

  /** A copy of an earlier submission, to open. */
  submission(name: string, id: string): Promise<IOutcome | null> {
    const { api, trans } = this._options;
    return this._act(name, async ({ title }) => {
      const { path } = await api.openSubmission(name, id);
      return { ok: true, path, message: trans.__('As it was handed in: %1', title) };
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
      const target = this._target(state);
      try {
        return await action(target);
      } catch (error) {
        await model.refreshHandins();
        return {
          ok: false,
          message: trans.__('%1: %2', target.title, messageOf(error))
        };
      }
    });
    return outcome && this._tell(outcome);
  }

  private _target(state: HandinState): Exchange.ITarget {
    const { model } = this._options;
    const page = state.page_id === null ? undefined : model.page(state.page_id);
    return { course: model.handins?.course_id ?? '', state, title: page?.title ?? state.title };
  }

  /** Has screen readers say what an action came to. */
  private _tell(outcome: IOutcome): IOutcome {
    this._options.model.announce(outcome.message);
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
  }
}
