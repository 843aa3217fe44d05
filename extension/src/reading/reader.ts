import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import type { Page } from '../generated/catalog';
import type { ICourseModel } from '../tokens';
import { lookAt } from './headings';

/** How long to wait between two looks while the student scrolls, in milliseconds. */
const LOOK = 250;
/** How long a heading may wait before the server is told. */
const TELL = 3_000;
/** Nobody has read a page in less. */
const DWELL = 10_000;

/** What a student does to a page, as opposed to what moves while it is opening. */
const ACTS = ['wheel', 'pointerdown', 'keydown', 'touchmove'];

/** Follows one open page: which heading the student is at, and whether all of it was on the screen. */
export class PageReader implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    readonly page: Page,
    private readonly _model: ICourseModel
  ) {
    this._scroller.addEventListener('scroll', this._onScroll, { passive: true });
    for (const type of ACTS) {
      _panel.node.addEventListener(type, this._onAct, { passive: true, capture: true });
    }
    this._dwell = setTimeout(this._look, DWELL); // a page that fits on the screen is never scrolled
  }

  /** The heading at which the student is; null above the first one. */
  get heading(): string | null {
    return this._heading;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    clearTimeout(this._timer);
    clearTimeout(this._dwell);
    this._scroller.removeEventListener('scroll', this._onScroll);
    for (const type of ACTS) {
      this._panel.node.removeEventListener(type, this._onAct, { capture: true });
    }
  }

  private get _scroller(): HTMLElement {
    return this._panel.content.outerNode;
  }

  private readonly _onAct = () => {
    if (!this._acted) {
      this._acted = true;
      this._tell({});
    }
  };

  private readonly _onScroll = () => {
    this._timer ??= setTimeout(this._look, LOOK);
  };

  private readonly _look = () => {
    this._timer = undefined;
    const view = this._scroller.getBoundingClientRect();
    if (this._isDisposed || !this._panel.isVisible || view.height === 0) {
      return;
    }
    const { scrollTop, clientHeight, scrollHeight } = this._scroller;
    const { heading, ends, takesRoom } = lookAt(
      view,
      scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2,
      this._panel.content.widgets.map(({ node, model }) => ({
        node,
        markdown: model.type === 'markdown' ? model.sharedModel.getSource() : ''
      })),
      this.page.sections.map(({ title }) => title)
    );
    const moved = heading !== this._heading;
    this._heading = heading;
    if (moved && this._acted) {
      this._tell({ heading });
    }
    ends.forEach(index => this._seen.add(this._panel.content.widgets[index].model.id));
    this._finish(takesRoom);
  };

  private _finish(takesRoom: readonly boolean[]): void {
    const all = this._panel.content.widgets.every(
      ({ model }, index) => !takesRoom[index] || this._seen.has(model.id)
    );
    if (all && !this._finished && Date.now() - this._begun >= DWELL) {
      this._finished = true;
      this._tell({ read: true });
    }
  }

  private _tell(change: { heading?: string | null; read?: boolean }): void {
    this._model.keep({ last_page: this.page.id, pages: { [this.page.id]: change } }, TELL);
  }

  private readonly _begun = Date.now();
  private readonly _seen = new Set<string>();
  private readonly _dwell: ReturnType<typeof setTimeout>;
  private _timer: ReturnType<typeof setTimeout> | undefined;
  private _heading: string | null = null;
  private _acted = false;
  private _finished = false;
  private _isDisposed = false;
}
