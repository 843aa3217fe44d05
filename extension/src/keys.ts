/**
 * Keeps the keys pressed inside a form of ours from the notebook, where a letter or an arrow is a
 * command on cells. Escape leaves the form for the cell around it.
 */
export function keepKeys(node: HTMLElement): void {
  node.dataset.lmSuppressShortcuts = 'true';
  node.addEventListener('keydown', event => {
    event.stopPropagation();
    if (event.key === 'Escape') {
      node.closest<HTMLElement>('.jp-Cell')?.focus();
    }
  });
}
