import type { IDisposable } from '@lumino/disposable';
import { DisposableDelegate } from '@lumino/disposable';
import { headingId } from '../reading/heading';
import { headingOf } from './cells';
import type { FoldedNotebook } from './foldedNotebook';

/**
 * Has links open what they lead to.
 *
 * A link inside the notebook, an address with `#heading=…` and the sidebar all end in the notebook's
 * `setFragment`, which scrolls without making a cell active; there is no signal before it.
 */
export function openLinked(folded: FoldedNotebook): IDisposable {
  const notebook = folded.panel.content;
  const original = notebook.setFragment;
  notebook.setFragment = async (fragment: string) => {
    const index = findLinked(folded, fragment);
    const fold = index === -1 ? undefined : folded.closedFoldAt(index);
    if (fold) {
      folded.setOpen(fold, true);
      await drawn(); // JupyterLab scrolls by heights that it measures then
    }
    return original.call(notebook, fragment);
  };
  return new DisposableDelegate(() => {
    notebook.setFragment = original;
  });
}

/** Index of the cell that `#heading=Work-groups`, `#cell-id=…` or `#Work-groups` names; -1 for none. */
function findLinked(folded: FoldedNotebook, fragment: string): number {
  const text = decode(fragment.replace(/^#/, ''));
  const [, kind, value] = /^(heading|cell-id)=(.*)$/s.exec(text) ?? ['', 'heading', text];
  return folded.panel.content.widgets.findIndex(({ model }) => {
    if (kind === 'cell-id') {
      return model.id === value;
    }
    const { id, type } = model;
    const heading = headingOf({ id, type, source: model.sharedModel.getSource(), tags: [] });
    return heading !== null && headingId(heading.title) === value;
  });
}

function drawn(): Promise<void> {
  return new Promise(resolve => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve()));
  });
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a hand-written % that begins no escape
  }
}
