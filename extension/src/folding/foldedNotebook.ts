import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import { Debouncer } from '@lumino/polling';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { pageOf } from '../pageOf';
import type { ICourseModel } from '../tokens';
import { readCells } from './cells';
import type { ICellFacts, IDemand } from './cells';
import { FoldDrawing } from './drawing';
import type { FoldLine } from './line';
import type { FoldMemory, IOpened } from './memory';
import { planFolds } from './plan';
import type { IFold } from './plan';

/** Name of the measurements of how long folding takes, in the browser's performance timeline. */
export const MEASURE = 'underhood:fold';

/** How long typing must pause before headings are read anew, in milliseconds. */
const PAUSE = 300;

/** A notebook whose cells outside the student's choice are folded. */
export class FoldedNotebook implements IDisposable {
  constructor(private readonly _options: FoldedNotebook.IOptions) {
    const { panel, model } = _options;
    model.changed.connect(this._onCourseChanged, this);
    panel.content.modelChanged.connect(this._watchContent, this);
    panel.content.modelContentChanged.connect(this._onContentChanged, this);
    panel.context.pathChanged.connect(this._onPathChanged, this);
    this._path = panel.context.path;
    this._drawing = new FoldDrawing({ ..._options, toggle: key => this._toggle(key) });
    this._watchContent();
  }

  /** Emitted after folds came, went, opened or closed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get panel(): NotebookPanel {
    return this._options.panel;
  }

  get folds(): readonly IFold[] {
    return this._folds;
  }

  /** Whether the notebook is a page of the course. */
  get isPage(): boolean {
    return pageOf(this.panel, this._options.model) !== undefined;
  }

  get showsAll(): boolean {
    return this._opened.all;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._cells?.changed.disconnect(this._onCellsChanged, this);
    this._typing.dispose();
    Signal.clearData(this);
  }

  /** The fold that a cell is in, if that is closed. */
  closedFoldAt(index: number): IFold | undefined {
    const fold = this._folds.find(({ start, end }) => start <= index && index < end);
    return fold && !this.isOpen(fold) ? fold : undefined;
  }

  isOpen(fold: IFold): boolean {
    return this._opened.all || this._opened.folds.has(fold.key);
  }

  lineOf(fold: IFold): FoldLine | undefined {
    return this._drawing.lineOf(fold);
  }

  setOpen(fold: IFold, open: boolean): void {
    const opened = this._opened;
    if (open) {
      opened.folds.add(fold.key);
    } else {
      if (opened.all) {
        opened.all = false;
        this._folds.forEach(({ key }) => opened.folds.add(key));
      }
      opened.folds.delete(fold.key);
    }
    this._draw();
  }

  showAll(all: boolean): void {
    this._opened.all = all;
    this._opened.folds.clear();
    this._draw();
  }

  /** Says why a fold opened by itself. */
  announceFailure({ title }: IFold): void {
    const { model, trans } = this._options;
    model.announce(
      title === null
        ? trans.__('A folded cell failed and is shown now.')
        : trans.__('A cell of “%1” failed and is shown now.', title)
    );
  }

  /** Reads the cells again if they changed, and folds what the choice hides. */
  refresh(): void {
    if (this._isDisposed || this.panel.isDisposed) {
      return;
    }
    const begin = performance.now();
    this._folds = this._plan();
    this._draw();
    performance.measure(MEASURE, { start: begin, detail: { cells: this._facts?.length ?? 0 } });
  }

  /** Takes up cells that were just added, moved or deleted. */
  settle(): void {
    if (this._queued) {
      this._queued = false;
      this.refresh();
    }
  }

  private _plan(): IFold[] {
    const { panel, model } = this._options;
    const page = pageOf(panel, model);
    if (!page || !model.catalog || !model.progress) {
      this._facts = null;
      return [];
    }
    const demand: IDemand = {
      level: page.level,
      specializations: page.specializations,
      additionalReading: page.additional_reading
    };
    this._facts ??= readCells(
      panel.content.widgets.map(({ model: cell }) => ({
        id: cell.id,
        type: cell.type,
        source: cell.sharedModel.getSource(),
        tags: cell.getMetadata('tags'),
        underhood: cell.getMetadata('underhood')
      })),
      demand,
      model.catalog.specializations.map(({ id }) => id)
    );
    return planFolds(this._facts, demand, model.choice);
  }

  private _draw(): void {
    this._drawing.draw(this._folds, fold => this.isOpen(fold));
    this._changed.emit();
  }

  private _toggle(key: string): void {
    const fold = this._folds.find(one => one.key === key);
    if (fold) {
      this.setOpen(fold, !this.isOpen(fold));
    }
  }

  private get _opened(): IOpened {
    return this._options.memory.of(this._path);
  }

  private _onCourseChanged(): void {
    const { panel, model } = this._options;
    const seen = [
      model.catalog,
      model.progress && JSON.stringify(model.choice),
      pageOf(panel, model)
    ];
    if (seen.some((one, index) => one !== this._seen[index])) {
      if (seen[0] !== this._seen[0]) {
        this._facts = null;
      }
      this._seen = seen;
      this.refresh();
    }
  }

  private _watchContent(): void {
    this._cells?.changed.disconnect(this._onCellsChanged, this);
    this._cells = this.panel.content.model?.cells ?? null;
    this._cells?.changed.connect(this._onCellsChanged, this);
    this._facts = null;
    this.refresh();
  }

  private _onCellsChanged(): void {
    this._facts = null;
    if (!this._queued) {
      this._queued = true;
      // Many cells come at once, and their widgets a moment later.
      queueMicrotask(() => this.settle());
    }
  }

  private _onContentChanged(): void {
    this._typing.invoke().catch(() => undefined); // rejects when disposed
  }

  private _onPathChanged(_: unknown, path: string): void {
    this._options.memory.rename(this._path, path);
    this._path = path;
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _typing = new Debouncer(() => {
    this._facts = null;
    this.refresh();
  }, PAUSE);
  private readonly _drawing: FoldDrawing;
  private _path: string;
  private _cells: NonNullable<NotebookPanel['content']['model']>['cells'] | null = null;
  private _facts: ICellFacts[] | null = null;
  private _folds: IFold[] = [];
  private _seen: unknown[] = [];
  private _queued = false;
  private _isDisposed = false;
}

export namespace FoldedNotebook {
  export interface IOptions {
    panel: NotebookPanel;
    model: ICourseModel;
    memory: FoldMemory;
    trans: TranslationBundle;
  }
}
