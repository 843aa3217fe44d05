import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICourseModel } from '../tokens';
import { describeFold } from './describe';
import { FoldLine } from './line';
import type { IFold } from './plan';

const HIDDEN = 'uh-mod-folded';
const HEAD = 'uh-mod-foldHead';
const CLOSED = 'uh-mod-foldClosed';

/**
 * Folds as they are seen in a notebook.
 *
 * Only classes of the cells' nodes change, and a line is put into the first cell of each fold: the
 * cells stay where they are, run like others, and the notebook's model knows nothing of it. The line
 * is no sibling of the cells, because JupyterLab counts those.
 */
export class FoldDrawing {
  constructor(private readonly _options: FoldDrawing.IOptions) {}

  /** The line that stands for a fold, if that is drawn. */
  lineOf(fold: IFold): FoldLine | undefined {
    return this._lines.get(this._cells[fold.start]);
  }

  /** Draws these folds, and takes away what else was drawn. */
  draw(folds: readonly IFold[], isOpen: (fold: IFold) => boolean): void {
    const cells = this._cells;
    const roles = new Map<Cell, string[]>();
    const lines = new Map<Cell, FoldLine>();
    for (const fold of folds) {
      const open = isOpen(fold);
      const head = cells[fold.start];
      if (!head) {
        continue; // a cell went a moment ago; the plan is made anew at once
      }
      roles.set(head, open ? [HEAD] : [HEAD, CLOSED]);
      lines.set(head, this._drawLine(head, fold, open));
      if (!open) {
        cells.slice(fold.start + 1, fold.end).forEach(cell => roles.set(cell, [HIDDEN]));
      }
    }
    for (const cell of this._roles.keys()) {
      if (!roles.has(cell)) {
        cell.node.classList.remove(HIDDEN, HEAD, CLOSED);
      }
    }
    for (const [cell, names] of roles) {
      for (const name of [HIDDEN, HEAD, CLOSED]) {
        cell.node.classList.toggle(name, names.includes(name));
      }
    }
    for (const [cell, line] of this._lines) {
      if (lines.get(cell) !== line) {
        line.node.remove();
      }
    }
    this._roles = roles;
    this._lines = lines;
  }

  private _drawLine(head: Cell, fold: IFold, open: boolean): FoldLine {
    const { model, trans, toggle } = this._options;
    const line = this._lines.get(head) ?? new FoldLine(() => toggle(head.model.id), trans);
    line.update(describeFold(fold, model.catalog?.specializations ?? [], trans), open);
    line.putInto(head.node);
    if (head.isPlaceholder()) {
      void head.ready.then(() => {
        if (this._lines.get(head) === line) {
          line.putInto(head.node);
        }
      });
    }
    return line;
  }

  private get _cells(): readonly Cell[] {
    return this._options.panel.content.widgets;
  }

  private _roles = new Map<Cell, string[]>();
  private _lines = new Map<Cell, FoldLine>();
}

export namespace FoldDrawing {
  export interface IOptions {
    panel: NotebookPanel;
    model: ICourseModel;
    /** Opens or closes the fold with this key. */
    toggle: (key: string) => void;
    trans: TranslationBundle;
  }
}
