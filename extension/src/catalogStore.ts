import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { messageOf } from './api';
import type { ICourseApi } from './api';
import type { Catalog } from './generated/catalog';
import type { Machine } from './generated/machine';

/** What the course has, and what the machine has of what its pages need. */
export class CatalogStore {
  constructor(private readonly _api: Pick<ICourseApi, 'getCatalog' | 'getMachine'>) {}

  /** Emitted when the machine is known; whoever loads the catalog knows when that is done. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Null until it is loaded. */
  get value(): Catalog | null {
    return this._value;
  }

  /** Why the catalog could not be loaded; null if it could. */
  get error(): string | null {
    return this._error;
  }

  /** Null until it is known. */
  get machine(): Machine | null {
    return this._machine;
  }

  /** Asks the server; never rejects, see `error`. */
  async load(): Promise<void> {
    void this._learnMachine();
    try {
      this._value = await this._api.getCatalog();
      this._error = null;
    } catch (error) {
      this._error = messageOf(error);
    }
  }

  /** Waited for by nobody: it takes seconds the first time, and pages open without it. */
  private async _learnMachine(): Promise<void> {
    if (this._machine) {
      return;
    }
    try {
      const machine = await this._api.getMachine();
      if (machine.problem === null) {
        this._machine = machine;
        this._changed.emit();
      }
    } catch {
      // Not known: then no page is said to need what the machine lacks.
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _value: Catalog | null = null;
  private _error: string | null = null;
  private _machine: Machine | null = null;
}
