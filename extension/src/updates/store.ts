import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { IOpened } from '../api';
import type { NewerPage } from '../generated/updates';
import type { IUpdatesApi } from './api';

/** A page that was opened, and what the server did with it. */
export interface IOpenedPage extends IOpened {
  id: string;
}

/** Which pages the course has newer versions of, and which must stay as they are because they are open here. */
export interface IUpdatesStore {
  /** Emitted after `of` gives something else. */
  readonly changed: ISignal<IUpdatesStore, void>;
  /** Emitted when a page was opened. */
  readonly opened: ISignal<IUpdatesStore, IOpenedPage>;
  /** The newer version of a page, if there is one. */
  of(id: string): NewerPage | undefined;
  /** Keeps the server from replacing a page that is open in this window, which would lose what is not saved. */
  hold(id: string): IDisposable;
  isHeld(id: string): boolean;
  /** Asks the server; never rejects, what was known stays. */
  load(): Promise<void>;
}

export class UpdatesStore implements IUpdatesStore {
  constructor(private readonly _api: Pick<IUpdatesApi, 'getUpdates'> | null) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get opened(): ISignal<this, IOpenedPage> {
    return this._opened;
  }

  of(id: string): NewerPage | undefined {
    return this._pages.get(id);
  }

  hold(id: string): IDisposable {
    this._held.set(id, (this._held.get(id) ?? 0) + 1);
    return new DisposableDelegate(() => {
      this._held.set(id, (this._held.get(id) ?? 1) - 1);
    });
  }

  isHeld(id: string): boolean {
    return (this._held.get(id) ?? 0) > 0;
  }

  async load(): Promise<void> {
    try {
      const answer = await this._api?.getUpdates();
      this._pages = new Map(answer?.updates.map(page => [page.page_id, page]));
    } catch {
      return; // a server that does not answer is said where the course is shown
    }
    this._changed.emit();
  }

  /** To be told of what the server answered when a page was opened. */
  noteOpened(page: IOpenedPage): void {
    this._opened.emit(page);
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _opened = new Signal<this, IOpenedPage>(this);
  private readonly _held = new Map<string, number>();
  private _pages = new Map<string, NewerPage>();
}
