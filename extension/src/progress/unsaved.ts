import { mergeChanges } from './change';
import type { IProgressChange } from './change';

/** Where changes wait that the server could not keep: they outlive a reload and a closed window. */
export interface IUnsaved {
  /** What earlier windows could not save, oldest first as one change; it is the caller's from then on. */
  take(): IProgressChange | null;
  /** Takes the place of what this window put here before; null for nothing any more. */
  put(change: IProgressChange | null): void;
}

/**
 * In the browser's own storage: where the server's disk is full, its state database is of no use.
 *
 * Each window has an entry of its own, so that two of them don't write over each other's.
 */
export class LocalUnsaved implements IUnsaved {
  /**
   * @param owner - whose changes: the server's URL, which has the student's name in it on a JupyterHub.
   */
  constructor(
    owner: string,
    private readonly _storage: Storage = window.localStorage
  ) {
    this._prefix = `underhood:unsaved:${owner}:`;
    this._key = `${this._prefix}${Date.now()}-${Math.random().toString(36).slice(2)}`;
  }

  take(): IProgressChange | null {
    let all: IProgressChange | null = null;
    try {
      const keys = Object.keys(this._storage).filter(key => key.startsWith(this._prefix));
      for (const key of keys.filter(one => one !== this._key).sort()) {
        const change = readChange(this._storage.getItem(key));
        all = change ? mergeChanges(all ?? {}, change) : all;
        this._storage.removeItem(key);
      }
      this.put(all);
    } catch {
      // Storage may be switched off; then the change lives as long as the window.
    }
    return all;
  }

  put(change: IProgressChange | null): void {
    try {
      if (change) {
        this._storage.setItem(this._key, JSON.stringify(change));
      } else {
        this._storage.removeItem(this._key);
      }
    } catch {
      // As above; or it is full as well.
    }
  }

  private readonly _prefix: string;
  private readonly _key: string;
}

function readChange(text: string | null): IProgressChange | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    return typeof value === 'object' && !Array.isArray(value) ? (value as IProgressChange) : null;
  } catch {
    return null;
  }
}
