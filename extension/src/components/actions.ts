/** What the tree and its rows have done; the panel turns each into a command. */
export interface ICourseActions {
  /** Opens the page, at the section with this title if one is given. */
  openPage(id: string, heading?: string): void;
  markDone(id: string, done: boolean): void;
  handin(action: HandinAction, name: string): void;
  /** Hands in whatever the checklist says. */
  submitAnyway(name: string): void;
  /** Opens a copy of a submission. */
  openSubmission(name: string, id: string): void;
  copyReceipt(name: string, id: string): void;
  /**
   * Has the next submission ask for a nickname on the board, or with null for none.
   *
   * @returns why that could not be, in words; null if it is so now.
   */
  chooseNickname(name: string, nickname: string | null): Promise<string | null>;
  /** Whether a cell was changed since it was run; null if the notebook is not open. */
  changedSinceRun(path: string): boolean | null;
  refresh(): void;
}

/** The buttons of a hand-in and of its checklist. */
export type HandinAction = 'fetch' | 'check' | 'submit' | 'feedback' | 'stop' | 'run';
