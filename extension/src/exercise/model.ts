import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { messageOf } from '../api';
import type { Exercise } from '../generated/catalog';
import type { Check } from '../generated/check';
import type { Attempt } from '../generated/progress';
import type { ICourseModel } from '../tokens';
import type { IDiffRow, IExerciseApi } from './api';
import { attemptAt } from './attempts';
import { verdict } from './check';

/** Which exercise: a name is unique in its page. */
export interface IExerciseId {
  page: string;
  name: string;
}

/** What is open below an exercise's check in this window. */
export interface IExerciseView {
  /** How many hints are shown. */
  hints: number;
  solution: readonly IDiffRow[] | null;
  /** What an action came to, for the eye and the live region. */
  message: string | null;
  /** What screen readers say next. */
  announcement: string;
}

const NOTHING: IExerciseView = { hints: 0, solution: null, message: null, announcement: '' };

/** The exercises of open pages: what is shown of each stays over further checks. */
export class ExerciseModel implements IDisposable {
  constructor(private readonly _options: ExerciseModel.IOptions) {
    _options.course.changed.connect(this._onCourseChanged, this);
  }

  /** Emitted after anything of an exercise changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._options.course.changed.disconnect(this._onCourseChanged, this);
    Signal.clearData(this);
  }

  /** Has the course loaded, if nobody did yet. */
  ensureCourse(): void {
    const { course } = this._options;
    if (!course.catalog && !course.loading) {
      void course.refresh();
    }
  }

  view(id: IExerciseId): IExerciseView {
    return this._views.get(key(id)) ?? NOTHING;
  }

  /** What the catalog says of the exercise; undefined for one that the course does not have. */
  facts(id: IExerciseId): Exercise | undefined {
    return this._options.course.page(id.page)?.exercises.find(({ name }) => name === id.name);
  }

  attempt(id: IExerciseId): Attempt | undefined {
    return attemptAt(this._options.course.progress, id.page, id.name);
  }

  /** Takes up the result of a check that was just run; never rejects. */
  async record(check: Check): Promise<void> {
    const { api, trans } = this._options;
    const id = { page: check.page, name: check.exercise };
    this._set(id, {
      message: null,
      solution: null,
      announcement: `${check.title}: ${verdict(check, trans)}`
    });
    if (check.state !== 'wrong' && check.state !== 'right') {
      return; // nothing was tried
    }
    try {
      // The server tells every window, this one too, and the tree follows.
      await api.count(id.page, id.name, check.state === 'right', check.code);
    } catch (error) {
      this._say(id, trans.__('The try could not be kept. %1', messageOf(error)));
    }
  }

  /** Shows one hint more. */
  showHint(id: IExerciseId): void {
    const hints = this.facts(id)?.hints ?? [];
    const shown = Math.min(this.view(id).hints + 1, hints.length);
    this._set(id, { hints: shown, announcement: '' }); // the list of hints is a live region itself
  }

  /** Shows the solution, held against the student's code, or why it is not open; never rejects. */
  async showSolution(id: IExerciseId, source: string): Promise<void> {
    const { api, trans } = this._options;
    try {
      const { rows } = await api.solution(id.page, id.name, source);
      this._set(id, { solution: rows, message: null, announcement: trans.__('Solution shown') });
    } catch (error) {
      this._say(id, messageOf(error));
    }
  }

  hideSolution(id: IExerciseId): void {
    this._set(id, { solution: null, announcement: this._options.trans.__('Solution hidden') });
  }

  /**
   * Has the server keep the student's code.
   *
   * @returns the cell as it was handed out, or null if nothing was kept and nothing may be replaced.
   */
  async reset(id: IExerciseId, source: string): Promise<string | null> {
    const { api, trans } = this._options;
    try {
      const kept = await api.reset(id.page, id.name, source);
      this._say(
        id,
        trans.__('The cell is as handed out again. Your code is kept in %1.', kept.path)
      );
      return kept.source;
    } catch (error) {
      this._say(id, messageOf(error));
      return null;
    }
  }

  private _say(id: IExerciseId, message: string): void {
    this._set(id, { message, announcement: message });
  }

  private _set(id: IExerciseId, change: Partial<IExerciseView>): void {
    this._views.set(key(id), { ...this.view(id), ...change });
    this._changed.emit();
  }

  private _onCourseChanged(): void {
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _views = new Map<string, IExerciseView>();
  private _isDisposed = false;
}

export namespace ExerciseModel {
  export interface IOptions {
    course: ICourseModel;
    api: IExerciseApi;
    trans: TranslationBundle;
  }
}

function key({ page, name }: IExerciseId): string {
  return `${page} ${name}`;
}
