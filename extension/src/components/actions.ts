/** What the tree and its rows have done; the panel turns each into a command. */
export interface ICourseActions {
  /** Opens the page, at the section with this title if one is given. */
  openPage(id: string, heading?: string): void;
  markDone(id: string, done: boolean): void;
  handin(action: HandinAction, name: string): void;
  refresh(): void;
}

/** The four buttons of a hand-in. */
export type HandinAction = 'fetch' | 'check' | 'submit' | 'feedback';
