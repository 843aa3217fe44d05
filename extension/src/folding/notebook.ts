import type { IDisposable } from '@lumino/disposable';
import { FoldedNotebook } from './foldedNotebook';
import { openLinked } from './links';
import { FoldNavigation } from './navigation';

export { addShowAllButton } from './toolbar';

/** What folds one notebook; the caller disposes of its parts. */
export interface INotebookFolding {
  folded: FoldedNotebook;
  navigation: FoldNavigation;
  links: IDisposable;
}

/** Folds a notebook, with the keys that go over its lines and the links that open them. */
export function foldNotebook(options: FoldedNotebook.IOptions): INotebookFolding {
  const folded = new FoldedNotebook(options);
  return { folded, navigation: new FoldNavigation(folded), links: openLinked(folded) };
}
