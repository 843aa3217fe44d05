import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { messageOf } from './api';
import type { ICourseApi, IProgressChange } from './api';
import type { PageState, Progress } from './generated/progress';

type ChoiceChange = Omit<IProgressChange, 'pages'>;

/**
 * The student's progress: shown at once, kept by the server a moment later.
 *
 * Requests go one after the other, so an old answer never overtakes a new one; quick choices become
 * one request with the latest; what could not be kept is tried again with the next request.
 */
export class ProgressStore implements IDisposable {
  /** @param delay - how long to wait for further choices, in milliseconds. */
  constructor(
    private readonly _api: ICourseApi,
    private readonly _delay = 250
  ) {}

  /** Emitted after the value or the error changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the server said last, with the choices it does not know yet; null until it is loaded. */
  get value(): Progress | null {
    return this._stored && { ...this._stored, ...(this._sending ?? {}), ...(this._pending ?? {}) };
  }

  /** Why the progress could not be loaded or kept; null if it could. */
  get error(): string | null {
    return this._error;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    Signal.clearData(this);
  }

  /** Asks the server; never rejects, see `error`. */
  load(): Promise<void> {
    return this._enqueue(async () => {
      await this._send();
      this._stored = await this._api.getProgress();
    }).catch(() => undefined); // it is in `error`
  }

  /** Takes a choice that is kept once no other follows. */
  choose(change: ChoiceChange): void {
    this._pending = { ...(this._pending ?? {}), ...change };
    clearTimeout(this._timer);
    this._timer = setTimeout(() => void this.flush(), this._delay);
    this._changed.emit();
  }

  /** Keeps the choices now; never rejects, see `error`. */
  flush(): Promise<void> {
    clearTimeout(this._timer);
    return this._pending
      ? this._enqueue(() => this._send()).catch(() => undefined) // it is in `error`
      : this._queue;
  }

  /** Marks a page; null takes its entry away. Rejects if the server does not keep it. */
  mark(id: string, state: PageState | null): Promise<void> {
    return this._enqueue(async () => {
      this._stored = await this._api.patchProgress({ pages: { [id]: state && { state } } });
    }, false);
  }

  private async _send(): Promise<void> {
    if (!this._pending) {
      return;
    }
    const change = this._pending;
    this._sending = change;
    this._pending = null;
    try {
      this._stored = await this._api.patchProgress(change);
    } catch (error) {
      this._pending = { ...change, ...(this._pending ?? {}) };
      throw error;
    } finally {
      this._sending = null;
    }
  }

  /** @param keepsError - false where the caller tells the student. */
  private _enqueue(request: () => Promise<void>, keepsError = true): Promise<void> {
    const result = this._queue.then(async () => {
      try {
        await request();
        this._error = null;
      } catch (error) {
        if (keepsError) {
          this._error = messageOf(error);
        }
        throw error;
      } finally {
        if (!this._isDisposed) {
          this._changed.emit();
        }
      }
    });
    this._queue = result.catch(() => undefined); // the next request does not depend on this one
    return result;
  }

  private readonly _changed = new Signal<this, void>(this);
  private _stored: Progress | null = null;
  private _sending: ChoiceChange | null = null;
  private _pending: ChoiceChange | null = null;
  private _error: string | null = null;
  private _queue: Promise<void> = Promise.resolve();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
