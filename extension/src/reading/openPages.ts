import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import { pageOf } from '../pageOf';
import type { ICourseModel } from '../tokens';
import type { ILesson } from './link';
import { PageNotice } from './notice';
import type { IDismissed } from './notice';
import { PageEnd } from './pageEnd';
import { PageReader } from './reader';

/** The open notebooks that are pages: each with its advice, its end, and its reader. */
export class OpenPages {
  constructor(private readonly _options: OpenPages.IOptions) {}

  /** Takes up a notebook that was opened; it may be known as a page only once the course is loaded. */
  add(panel: NotebookPanel): void {
    const { model } = this._options;
    const attach = () => {
      const page = panel.isDisposed ? undefined : pageOf(panel, model);
      if (page || panel.isDisposed) {
        model.changed.disconnect(attach);
      }
      if (page && !this._readers.has(panel)) {
        this._attach(panel, new PageReader(panel, page, model));
      }
    };
    model.changed.connect(attach);
    panel.disposed.connect(() => {
      model.changed.disconnect(attach);
    });
    void panel.context.ready.then(attach);
  }

  /** The page in a panel, at the heading that the student is at. */
  where(panel: NotebookPanel | null): ILesson | null {
    const reader = panel && this._readers.get(panel);
    return reader
      ? { id: reader.page.id, ...(reader.heading !== null && { heading: reader.heading }) }
      : null;
  }

  private _attach(panel: NotebookPanel, reader: PageReader): void {
    const { page } = reader;
    this._readers.set(panel, reader);
    if (panel.isVisible) {
      this._options.model.setActive(page.id);
    }
    panel.contentHeader.addWidget(
      new PageNotice({ ...this._options, page, onDismissed: () => panel.content.activate() })
    );
    const end = new PageEnd({ ...this._options, page });
    Widget.attach(end, panel.content.outerNode);
    panel.disposed.connect(() => {
      end.dispose();
      reader.dispose();
      this._readers.delete(panel);
    });
  }

  private readonly _readers = new Map<NotebookPanel, PageReader>();
}

export namespace OpenPages {
  export interface IOptions {
    model: ICourseModel;
    dismissed: IDismissed;
    openPage: (id: string) => void;
    markDone: (id: string, done: boolean) => void;
    trans: TranslationBundle;
  }
}
