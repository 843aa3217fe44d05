/** What a student opened in one notebook. */
export interface IOpened {
  /** Keys of the folds. */
  readonly folds: Set<string>;
  /** Whether all of them are shown, those to come included. */
  all: boolean;
}

/** What was opened in which notebook, kept as long as the window: also over closing and renaming one. */
export class FoldMemory {
  of(path: string): IOpened {
    let opened = this._opened.get(path);
    if (!opened) {
      opened = { folds: new Set(), all: false };
      this._opened.set(path, opened);
    }
    return opened;
  }

  rename(before: string, now: string): void {
    const opened = this._opened.get(before);
    if (opened) {
      this._opened.delete(before);
      this._opened.set(now, opened);
    }
  }

  private readonly _opened = new Map<string, IOpened>();
}
