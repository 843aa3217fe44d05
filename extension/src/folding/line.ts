import type { TranslationBundle } from '@jupyterlab/translation';
import type { IFoldText } from './describe';

/** The class of a line; the key handler and the style know it by this. */
export const LINE_CLASS = 'uh-fold';

/** Says that something is hidden here, and shows it; one line high, drawn in the fold's first cell. */
export class FoldLine {
  /**
   * @param onToggle - what a click, Enter or Space does.
   */
  constructor(
    onToggle: () => void,
    private readonly _trans: TranslationBundle
  ) {
    this.button = document.createElement('button');
    this.button.type = 'button';
    this.button.className = 'uh-fold-toggle';
    this.button.addEventListener('click', onToggle);
    this.node = document.createElement('div');
    this.node.className = LINE_CLASS;
    this.node.append(this.button);
  }

  readonly node: HTMLElement;
  readonly button: HTMLButtonElement;

  /** Draws what changed. */
  update(text: IFoldText, isOpen: boolean): void {
    const drawn = JSON.stringify([text, isOpen]);
    if (drawn === this._drawn) {
      return;
    }
    this._drawn = drawn;
    this.button.setAttribute('aria-expanded', String(isOpen));
    this.button.replaceChildren(
      ...text.reasons.map(reason => part('uh-fold-reason', reason)),
      part('uh-fold-title', text.title),
      part('uh-fold-minutes', text.minutes),
      part('uh-fold-action', isOpen ? this._trans.__('hide') : this._trans.__('show'))
    );
  }

  /** Puts the line above everything else in the cell, where a late rendering may have pushed it down. */
  putInto(cell: HTMLElement): void {
    if (cell.firstChild !== this.node) {
      cell.prepend(this.node);
    }
  }

  private _drawn = '';
}

function part(name: string, text: string): HTMLElement {
  const node = document.createElement('span');
  node.className = name;
  node.textContent = text;
  return node;
}
