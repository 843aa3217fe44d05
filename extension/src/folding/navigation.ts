import type { Cell } from '@jupyterlab/cells';
import { NotebookActions } from '@jupyterlab/notebook';
import type { Notebook } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';
import type { FoldedNotebook } from './foldedNotebook';
import { listenToLines } from './keys';
import type { IFold } from './plan';

/** JupyterLab's commands that go on by a cell, or run cells: they stop at a line, they don't open it. */
const PASSING = /^notebook:(run-|move-cursor-|delete-cell|cut-cell|restart-(and-)?run)/;

/** Those of them that run the selected cell. */
const RUNNING = /^notebook:run-(cell|in-console)/;

/** As much of `NotebookActions.executed` as is looked at. */
interface IExecuted {
  notebook: Notebook;
  cell: Cell;
  error?: { errorName: string } | null;
}

/** The active cell came into a closed fold. */
interface IArrival {
  fold: IFold;
  /** Index of the cell that was active before. */
  from: number;
}

/**
 * Where the selection goes in a folded notebook.
 *
 * A closed fold's line stands for its first cell: arrows stop there, and running it runs the fold.
 * Whatever else makes a folded cell active (the table of contents, a search, a link) opens its fold.
 */
export class FoldNavigation implements IDisposable {
  constructor(private readonly _folded: FoldedNotebook) {
    this._notebook = _folded.panel.content;
    this._active = this._notebook.activeCell;
    this._notebook.activeCellChanged.connect(this._onActiveCellChanged, this);
    NotebookActions.executed.connect(this._onExecuted, this);
    _folded.changed.connect(this._leaveHidden, this);
    this._listening = listenToLines(_folded, this);
  }

  /** Whether a line has just been clicked or got the focus, which by itself opens nothing. */
  isAtLine = false;

  get isDisposed(): boolean {
    return this._listening.isDisposed;
  }

  dispose(): void {
    this._listening.dispose();
    Signal.clearData(this);
  }

  /** Makes the next cell or line in a direction active. */
  move(by: 1 | -1): void {
    const fold = this._folded.closedFoldAt(this._notebook.activeCellIndex);
    const start = fold && by > 0 ? fold.end - 1 : this._notebook.activeCellIndex;
    const next = this._stop(start + by, by);
    if (next !== null) {
      this._activate(next);
      void this._notebook.scrollToItem(next, 'auto', 0).catch(() => undefined);
      this.focus();
    }
  }

  /** Runs all cells of the fold whose line is active, as the headings that JupyterLab collapses do. */
  runFold(from = 0): void {
    const { panel } = this._folded;
    const fold = this._folded.closedFoldAt(this._notebook.activeCellIndex);
    if (fold) {
      const cells = this._notebook.widgets.slice(fold.start + from, fold.end);
      void NotebookActions.runCells(this._notebook, cells, panel.sessionContext);
    }
  }

  /** Has the line or the cell that is active take the focus. */
  focus(): void {
    const fold = this._folded.closedFoldAt(this._notebook.activeCellIndex);
    const line = fold && this._folded.lineOf(fold);
    if (line) {
      line.button.focus();
    } else {
      this._notebook.activate();
    }
  }

  /** A line that nobody is at any more gives the selection back: else a jump to its cell would change nothing. */
  leaveLine(): void {
    if (this._folded.closedFoldAt(this._notebook.activeCellIndex)) {
      this._toVisible();
    }
  }

  /** Takes up that a command of JupyterLab's was run, at the moment it has moved the selection. */
  onCommand(id: string): void {
    const arrival = this._arrival;
    this._arrival = null;
    if (!PASSING.test(id)) {
      return;
    }
    if (arrival) {
      this._stopAtLine(arrival, RUNNING.test(id));
    } else if (RUNNING.test(id)) {
      this.runFold(1); // the line stands for all its cells; JupyterLab ran the first
    }
  }

  private _onActiveCellChanged(notebook: Notebook, cell: Cell | null): void {
    this._folded.settle();
    const from = this._active ? notebook.widgets.indexOf(this._active) : -1;
    this._active = cell;
    const index = notebook.activeCellIndex;
    const fold = this._folded.closedFoldAt(index);
    this._stoppedAt = null;
    if (!fold || this._isQuiet || (this.isAtLine && index === fold.start)) {
      return;
    }
    // At once, because who jumps here scrolls to it now; closed again if it was only passed.
    this._folded.setOpen(fold, true);
    const arrival = { fold, from };
    this._arrival = arrival;
    queueMicrotask(() => {
      if (this._arrival === arrival) {
        this._arrival = null;
        if (notebook.mode === 'edit' && Math.abs(index - from) === 1) {
          this._passByEditing(arrival, index);
        }
      }
    });
  }

  /** An arrow or a run came to a fold: its line becomes active, or what is behind it. */
  private _stopAtLine({ fold, from }: IArrival, running: boolean): void {
    this._folded.setOpen(fold, false);
    this._activate(fold.start);
    if (from === fold.start) {
      if (running) {
        this.runFold(1);
      }
      this.move(1);
    }
  }

  /** The cursor left a cell's editor by an arrow key: it goes on behind the fold, there is nothing to edit in a line. */
  private _passByEditing({ fold, from }: IArrival, index: number): void {
    const passed = this._notebook.widgets[index];
    const next =
      index > from ? this._stop(fold.end, 1, true) : this._stop(fold.start - 1, -1, true);
    this._folded.setOpen(fold, false);
    this._activate(next ?? from);
    if ('rendered' in passed) {
      passed.rendered = true; // JupyterLab opened its text for editing
    }
    this._notebook.mode = 'edit';
  }

  /** The choice may fold the active cell away; the one above it becomes active then. */
  private _leaveHidden(): void {
    const index = this._notebook.activeCellIndex;
    const fold = this._folded.closedFoldAt(index);
    if (!fold) {
      this._stoppedAt = null;
      return;
    }
    // Drawn again before JupyterLab has brought the focus to the line that was just stopped at.
    if (this._isQuiet || fold.key === this._stoppedAt) {
      return;
    }
    const focus = document.activeElement;
    if (this._notebook.widgets[fold.start].node.contains(focus)) {
      this._activate(fold.start); // closed by its own line
    } else if (index !== fold.start || !this._folded.lineOf(fold)?.node.contains(focus)) {
      this._notebook.mode = 'command';
      this._toVisible();
    }
  }

  private _toVisible(): void {
    const index = this._notebook.activeCellIndex;
    const next = this._stop(index, -1, true) ?? this._stop(index, 1, true);
    if (next !== null) {
      this._activate(next);
    }
  }

  /** The nearest cell in a direction that can be active: a shown one, or the first of a fold. */
  private _stop(index: number, by: 1 | -1, onlyShown = false): number | null {
    for (let at = index; at >= 0 && at < this._notebook.widgets.length; at += by) {
      const fold = this._folded.closedFoldAt(at);
      const isStop = fold ? !onlyShown && at === fold.start : true;
      if (isStop && !this._notebook.widgets[at].isHidden) {
        return at;
      }
    }
    return null;
  }

  private _activate(index: number): void {
    this._isQuiet = true;
    try {
      this._notebook.deselectAll();
      this._notebook.activeCellIndex = index;
    } finally {
      this._isQuiet = false;
    }
    this._stoppedAt = this._folded.closedFoldAt(index)?.key ?? null;
  }

  /** A folded cell that failed must be seen; one that was only cancelled has no error of its own. */
  private _onExecuted(_: unknown, { notebook, cell, error }: IExecuted): void {
    if (!error?.errorName || notebook !== this._notebook) {
      return;
    }
    const fold = this._folded.closedFoldAt(notebook.widgets.indexOf(cell));
    if (fold) {
      this._folded.setOpen(fold, true);
      this._folded.announceFailure(fold);
    }
  }

  private readonly _notebook: Notebook;
  private readonly _listening: IDisposable;
  private _active: Cell | null;
  private _arrival: IArrival | null = null;
  private _isQuiet = false;
  /** Key of the fold whose line the selection was brought to. */
  private _stoppedAt: string | null = null;
}
