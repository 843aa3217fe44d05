import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { Contents } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { pageOf } from '../pageOf';
import type { ICourseModel } from '../tokens';

/** The pages that are open in this window. */
export class OpenPages {
  constructor(
    private readonly _tracker: INotebookTracker,
    private readonly _model: ICourseModel,
    private readonly _contents: Pick<Contents.IManager, 'localPath'>
  ) {
    _tracker.widgetAdded.connect((_, panel) => void this._hold(panel));
    _tracker.forEach(panel => void this._hold(panel));
  }

  /** The panel with a page's file; the one that the student looks at, if there are several. */
  panel(id: string, path?: string): NotebookPanel | undefined {
    const { currentWidget } = this._tracker;
    const fits = (panel: NotebookPanel) =>
      pageOf(panel, this._model)?.id === id &&
      (path === undefined || this._contents.localPath(panel.context.path) === path);
    return currentWidget && fits(currentWidget) ? currentWidget : this._tracker.find(fits);
  }

  /** Saves a page that is not saved. */
  async save(id: string): Promise<void> {
    const context = this.panel(id)?.context;
    if (context?.model.dirty) {
      await context.save();
    }
  }

  /** Shows what is in the file now. */
  async reload(id: string, path: string): Promise<void> {
    await this.panel(id, path)?.context.revert();
  }

  /** The page of the notebook that has the focus. */
  current(): string | undefined {
    const panel = this._tracker.currentWidget;
    return panel ? pageOf(panel, this._model)?.id : undefined;
  }

  /** Nothing replaces the page while it is open, except when the student asks for it. */
  private async _hold(panel: NotebookPanel): Promise<void> {
    await panel.context.ready;
    const metadata: unknown = panel.content.model?.getMetadata('underhood');
    const id = (metadata as { id?: unknown } | null | undefined)?.id;
    if (typeof id === 'string' && !panel.isDisposed) {
      const held: IDisposable = this._model.updates.hold(id);
      panel.disposed.connect(() => held.dispose());
    }
  }
}
