import { MarkdownCell } from '@jupyterlab/cells';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { PanelLayout, Widget } from '@lumino/widgets';
import type { ICourseModel } from '../tokens';
import { readQuiz } from './read';
import { QuizWidget } from './widget';

/** A cell whose text has given place to its question's form. */
const ASKING = 'uh-mod-asking';

/** Puts each question of a page where it stands, and goes with the cells that come and go. */
export class PageQuizzes {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _course: ICourseModel,
    private readonly _trans: TranslationBundle
  ) {
    const { content } = _panel;
    content.modelContentChanged.connect(this._later, this);
    content.modelChanged.connect(this._later, this);
    _panel.disposed.connect(() => cancelAnimationFrame(this._frame));
    this._later();
  }

  /** Once a frame: a notebook that opens changes once for each cell. */
  private _later(): void {
    cancelAnimationFrame(this._frame);
    this._frame = requestAnimationFrame(() => this._update());
  }

  private _update(): void {
    const { content } = this._panel;
    const own: unknown = content.model?.getMetadata('underhood');
    const page = (own as { id?: unknown } | null | undefined)?.id;
    if (this._panel.isDisposed || typeof page !== 'string') {
      return;
    }
    for (const cell of content.widgets) {
      const id = cell instanceof MarkdownCell ? quizAt(cell) : null;
      if (this._asked.get(cell)?.id !== id) {
        this._clear(cell);
        if (id !== null) {
          this._ask(cell, page, id, own);
        }
      }
    }
  }

  private _ask(cell: Cell, page: string, id: string, own: unknown): void {
    const quiz = readQuiz(own, id);
    this._asked.set(cell, { id, widget: null });
    if (!quiz) {
      return;
    }
    if (!this._course.catalog && !this._course.loading) {
      void this._course.refresh(); // what was answered before is kept by the server
    }
    // A cell makes its own parts only once it is near the screen.
    void cell.ready.then(() => {
      if (cell.isDisposed || this._asked.get(cell)?.id !== id || this._asked.get(cell)?.widget) {
        return;
      }
      const widget = new QuizWidget({ quiz, page, course: this._course, trans: this._trans });
      this._asked.set(cell, { id, widget });
      (cell.layout as PanelLayout).addWidget(widget);
      cell.addClass(ASKING);
    });
  }

  private _clear(cell: Cell): void {
    this._asked.get(cell)?.widget?.dispose();
    this._asked.delete(cell);
    cell.removeClass(ASKING);
  }

  /** What each cell asks; without a widget where the metadata hold no such question. */
  private readonly _asked = new WeakMap<Cell, { id: string; widget: Widget | null }>();
  private _frame = 0;
}

/** The id of the question that stands in a cell; null for other cells. */
function quizAt(cell: Cell): string | null {
  const own: unknown = cell.model.getMetadata('underhood');
  const id = (own as { quiz?: unknown } | null | undefined)?.quiz;
  return typeof id === 'string' ? id : null;
}
