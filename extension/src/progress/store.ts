import { JSONExt } from '@lumino/coreutils';
import type { PartialJSONValue } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { CourseError, messageOf } from '../api';
import type { ICourseApi } from '../api';
import type { PageState, Progress } from '../generated/progress';
import { applyChange, mergeChanges } from './change';
import type { IProgressChange } from './change';
import type { IUnsaved } from './unsaved';

/** How long to wait before a change that could not be kept is tried again, at first and at most. */
const RETRY = 5_000;
const RETRY_MOST = 60_000;

/**
 * The student's progress: shown at once, kept by the server a moment later.
 *
 * Requests go one after the other, so an old answer never overtakes a new one; quick changes become
 * one request with the latest; what could not be kept waits in the browser and is tried again.
 */
export class ProgressStore implements IDisposable {
  /**
   * @param delay - how long to wait for further changes, in milliseconds.
   * @param unsaved - where changes wait that could not be kept.
   */
  constructor(
    private readonly _api: ICourseApi,
    private readonly _delay = 250,
    private readonly _unsaved: IUnsaved | null = null
  ) {}

  /** Emitted after the value or the error changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What the server said last, with the changes it does not know yet; null until it is loaded. */
  get value(): Progress | null {
    if (this._isOutdated) {
      this._isOutdated = false;
      const value =
        this._stored && applyChange(applyChange(this._stored, this._sending), this._pending);
      // Another one only after a change, so that others can tell by identity whether there was one.
      if (!equal(value, this._value)) {
        this._value = value;
      }
    }
    return this._value;
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
      const earlier = this._adopted ? null : (this._unsaved?.take() ?? null);
      this._adopted = true;
      if (earlier) {
        this._pending = mergeChanges(earlier, this._pending ?? {});
      }
      const failure = await this._send().then(
        () => null,
        (error: unknown) => ({ error })
      );
      this._stored = await this._api.getProgress(); // where nothing can be kept, reading may work
      if (failure) {
        throw failure.error;
      }
    }).catch(() => undefined); // it is in `error`
  }

  /** Takes a change that is kept once no other follows; one with a longer `delay`, after that time. */
  keep(change: IProgressChange, delay = this._delay): void {
    this._pending = mergeChanges(this._pending ?? {}, change);
    // A quick change waits for the next quick one; a slow one holds nothing up.
    const isSooner = this._timer === undefined || Date.now() + delay < this._due;
    if (isSooner || delay <= this._delay) {
      this._schedule(delay);
    }
    this._update();
  }

  /** Keeps the changes now; never rejects, see `error`. */
  flush(): Promise<void> {
    this._unschedule();
    return this._pending
      ? this._enqueue(() => this._send()).catch(() => undefined) // it is in `error`
      : this._queue;
  }

  /**
   * Marks a page, or takes the mark away; null forgets the page.
   *
   * Rejects if the server refuses it. Where it only can't keep it now, see `error`.
   */
  async mark(id: string, state: PageState | null): Promise<void> {
    // A page that is marked as not done is not done for having been read either.
    const entry = state && (state === 'done' ? { state } : { state, read: false });
    this._pending = mergeChanges(this._pending ?? {}, { pages: { [id]: entry } });
    this._unschedule();
    this._update();
    await this._enqueue(() => this._send(), false).catch(error => {
      if (isRefused(error)) {
        throw error;
      }
      this._error = messageOf(error);
      this._update();
    });
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
      this._retry = RETRY;
      this._unsaved?.put(this._pending);
    } catch (error) {
      if (!isRefused(error)) {
        this._pending = mergeChanges(change, this._pending ?? {});
        this._unsaved?.put(this._pending);
        this._schedule(this._retry);
        this._retry = Math.min(2 * this._retry, RETRY_MOST);
      }
      throw error;
    } finally {
      this._sending = null;
    }
  }

  private _schedule(delay: number): void {
    this._unschedule();
    if (!this._isDisposed) {
      this._due = Date.now() + delay;
      this._timer = setTimeout(() => void this.flush(), delay);
    }
  }

  private _unschedule(): void {
    clearTimeout(this._timer);
    this._timer = undefined;
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
        this._update();
      }
    });
    this._queue = result.catch(() => undefined); // the next request does not depend on this one
    return result;
  }

  private _update(): void {
    this._isOutdated = true;
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _stored: Progress | null = null;
  private _sending: IProgressChange | null = null;
  private _pending: IProgressChange | null = null;
  private _value: Progress | null = null;
  private _isOutdated = false;
  private _adopted = false;
  private _error: string | null = null;
  private _queue: Promise<void> = Promise.resolve();
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _due = 0;
  private _retry = RETRY;
  private _isDisposed = false;
}

function equal(one: Progress | null, other: Progress | null): boolean {
  return JSONExt.deepEqual(
    one as unknown as PartialJSONValue,
    other as unknown as PartialJSONValue
  );
}

/** Whether the server understood the change and does not want it: trying again would not help. */
function isRefused(error: unknown): boolean {
  return error instanceof CourseError && error.status === 400;
}
