import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { messageOf } from '../api';
import type { ICourseApi } from '../api';
import type { Checking, Handins, HandinState } from '../generated/handins';

/** What changed: what the server knows of the hand-ins, or only what is being done with one. */
export type HandinsChange = 'known' | 'doing';

/** The hand-ins as the server said last, and what is being done with them in this window. */
export class HandinsStore {
  constructor(private readonly _api: Pick<ICourseApi, 'getHandins'>) {}

  get changed(): ISignal<this, HandinsChange> {
    return this._changed;
  }

  /** Null until it is loaded. */
  get value(): Handins | null {
    return this._value;
  }

  /** Why hand-ins can't be exchanged, in words; null if they can. */
  get problem(): string | null {
    return this._error ?? this._value?.problem ?? null;
  }

  get(name: string): HandinState | undefined {
    return this._value?.handins.find(handin => handin.name === name);
  }

  /** Asks the server; afterwards the value is as new as that or newer. Never rejects, see `problem`. */
  async load(): Promise<void> {
    const asked = ++this._asked;
    try {
      this._take(asked, await this._api.getHandins());
    } catch (error) {
      if (asked > this._taken) {
        this._error = messageOf(error);
        this._changed.emit('known');
      }
    }
  }

  /** Takes what the server answered to a change. */
  set(handins: Handins): void {
    this._take(++this._asked, handins); // what was asked for before is older
  }

  private _take(asked: number, handins: Handins): void {
    if (asked > this._taken) {
      this._taken = asked;
      this._value = handins;
      this._error = null;
      this._changed.emit('known');
    }
  }

  /** Takes how far a check has come. */
  setChecking(name: string, checking: Checking | null): void {
    if (this._value) {
      const handins = this._value.handins.map(one =>
        one.name === name ? { ...one, checking } : one
      );
      this._value = { ...this._value, handins };
      this._changed.emit('doing');
    }
  }

  /** Whether an action of the hand-in is under way. */
  isBusy(name: string): boolean {
    return this._busy.has(name);
  }

  /** Runs an action of the hand-in; a second one at the same time is not started and gives null. */
  async whileBusy<T>(name: string, action: () => Promise<T>): Promise<T | null> {
    if (this._busy.has(name)) {
      return null;
    }
    this._busy.add(name);
    this._changed.emit('doing');
    try {
      return await action();
    } finally {
      this._busy.delete(name);
      this._changed.emit('doing');
    }
  }

  /** Name of the hand-in whose checklist is shown. */
  get reviewing(): string | null {
    return this._reviewing;
  }

  /** Shows a hand-in's checklist, or none. */
  review(name: string | null): void {
    this._reviewing = name;
    this._changed.emit('doing');
  }

  private readonly _changed = new Signal<this, HandinsChange>(this);
  private readonly _busy = new Set<string>();
  private _value: Handins | null = null;
  private _error: string | null = null;
  /** Numbers of the last question and of the one whose answer is the value. */
  private _asked = 0;
  private _taken = 0;
  private _reviewing: string | null = null;
}
