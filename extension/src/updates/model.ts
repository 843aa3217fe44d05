import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { TranslationBundle } from '@jupyterlab/translation';
import { CourseError, messageOf } from '../api';
import type { CellChoice, PageUpdate } from '../generated/update';
import type { IReplaced, IUpdatesApi } from './api';

/** One page's newer version beside the student's, and what the student chose of it. */
export class UpdateModel {
  constructor(
    readonly id: string,
    private readonly _options: UpdateModel.IOptions
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Null until it is loaded. */
  get update(): PageUpdate | null {
    return this._update;
  }

  /** What went wrong, in words. */
  get error(): string | null {
    return this._error;
  }

  /** What the student should know, in words. */
  get notice(): string | null {
    return this._notice;
  }

  /** Whether something is on its way. */
  get busy(): boolean {
    return this._busy;
  }

  /** What will be done with a cell. */
  choice(key: string): CellChoice | undefined {
    return this._choices.get(key) ?? this._update?.cells.find(cell => cell.key === key)?.choice;
  }

  /** How many conflicts the student has not decided about, so that what is sensible is done. */
  get undecided(): number {
    const cells = this._update?.cells ?? [];
    return cells.filter(({ conflict, key }) => conflict && !this._choices.has(key)).length;
  }

  choose(key: string, choice: CellChoice): void {
    this._choices.set(key, choice);
    this._changed.emit();
  }

  /** Saves the page if it is open, and looks at both sides anew; the choices stay where they still make sense. */
  async load(): Promise<void> {
    await this._work(async () => {
      await this._options.save(this.id);
      await this._look();
      this._notice = null;
    });
  }

  /** Merges as chosen; null if that was refused, which is then said. */
  async merge(): Promise<IReplaced | null> {
    return this._work(async () => {
      if (!this._update) {
        return null;
      }
      await this._options.save(this.id);
      try {
        const choices = Object.fromEntries(this._choices);
        return await this._options.api.merge(this.id, this._update.fingerprint, choices);
      } catch (error) {
        if (!(error instanceof CourseError) || error.status !== 409) {
          throw error;
        }
        await this._look();
        this._notice = this._options.trans.__(
          'The page changed in the meantime. This is the difference now; your choices are kept.'
        );
        return null;
      }
    });
  }

  private async _look(): Promise<void> {
    const update = await this._options.api.getUpdate(this.id);
    const before = this._update?.cells ?? [];
    for (const key of [...this._choices.keys()]) {
      const [now, then] = [update.cells, before].map(cells => cells.find(one => one.key === key));
      // Another cell may have the key now: what was chosen was for the one that was seen.
      if (JSON.stringify(now?.lines) !== JSON.stringify(then?.lines)) {
        this._choices.delete(key);
      }
    }
    this._update = update;
  }

  private async _work<T>(action: () => Promise<T>): Promise<T | null> {
    if (this._busy) {
      return null;
    }
    this._busy = true;
    this._changed.emit();
    try {
      const result = await action();
      this._error = null;
      return result;
    } catch (error) {
      this._error = messageOf(error);
      return null;
    } finally {
      this._busy = false;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _choices = new Map<string, CellChoice>();
  private _update: PageUpdate | null = null;
  private _error: string | null = null;
  private _notice: string | null = null;
  private _busy = false;
}

export namespace UpdateModel {
  export interface IOptions {
    api: Pick<IUpdatesApi, 'getUpdate' | 'merge'>;
    /** Saves a page that is open and not saved. */
    save: (id: string) => Promise<void>;
    trans: TranslationBundle;
  }
}
