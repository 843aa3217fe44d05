import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { messageOf } from '../api';
import type { ICourseApi } from '../api';
import { searchWords } from './search';
import { hitsOf, stillFound } from './textHits';
import type { ITextHits } from './textHits';

/** A single letter stands on every page. */
const SHORTEST = 2;

const NO_HITS: ITextHits = new Map();

/** Asks the server what stands in the pages' texts, once typing pauses; an old answer is never shown. */
export class TextSearch implements IDisposable {
  /** @param delay - how long typing must pause, in milliseconds. */
  constructor(
    private readonly _api: Pick<ICourseApi, 'searchText'>,
    private readonly _delay = 150
  ) {}

  /** Emitted when an answer, or its absence, changed what is below. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** What is known to be in the texts for the query asked last. */
  get hits(): ITextHits {
    return this._hits;
  }

  /** Whether the server has not answered yet. */
  get pending(): boolean {
    return this._pending;
  }

  /** Whether there is more than the server lists. */
  get incomplete(): boolean {
    return this._incomplete;
  }

  /** Why the texts were not searched; null if they were. */
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

  /** Takes another query; emits nothing before the server's answer. */
  ask(query: string): void {
    const words = searchWords(query);
    const asked = words.join(' ');
    if (asked === this._asked && this._error === null) {
      return;
    }
    clearTimeout(this._timer);
    this._asked = asked;
    this._error = null;
    this._incomplete = false;
    this._hits = stillFound(this._hits, words);
    this._pending = words.some(word => word.length >= SHORTEST);
    if (this._pending) {
      this._timer = setTimeout(() => void this._send(asked), this._delay);
    } else {
      this._hits = NO_HITS;
    }
  }

  private async _send(query: string): Promise<void> {
    let hits = NO_HITS;
    let error: string | null = null;
    let incomplete = false;
    try {
      const answer = await this._api.searchText(query);
      hits = hitsOf(answer);
      incomplete = !answer.complete;
    } catch (reason) {
      error = messageOf(reason);
    }
    if (query !== this._asked || this._isDisposed) {
      return; // something else is searched by now
    }
    this._hits = hits;
    this._error = error;
    this._incomplete = incomplete;
    this._pending = false;
    this._changed.emit();
  }

  private readonly _changed = new Signal<this, void>(this);
  private _asked = '';
  private _hits = NO_HITS;
  private _pending = false;
  private _incomplete = false;
  private _error: string | null = null;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
}
