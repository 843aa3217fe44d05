import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import React from 'react';
import type { NewerState } from '../generated/updates';
import { pageOf } from '../pageOf';
import type { ICourseModel } from '../tokens';

/** In an opened page that the course has a newer version of. */
export class NewerNotice extends ReactWidget {
  constructor(private readonly _options: NewerNotice.IOptions) {
    super();
    this.addClass('jp-UnderhoodNewer');
    this.node.setAttribute('role', 'status');
  }

  protected override render(): JSX.Element {
    const { state, onShow, onLater, trans } = this._options;
    return (
      <>
        <span>{sentence(state, trans)}</span>
        <button type="button" className="uh-button" onClick={onShow}>
          {state === 'touched'
            ? trans.__('Show the difference')
            : state === 'broken'
              ? trans.__('Reset page')
              : trans.__('Update page')}
        </button>
        <button type="button" className="uh-button" onClick={onLater}>
          {trans.__('Later')}
        </button>
      </>
    );
  }
}

export namespace NewerNotice {
  export interface IOptions {
    state: NewerState;
    onShow: () => void;
    onLater: () => void;
    trans: TranslationBundle;
  }
}

/** Shows and takes away the notice of each panel as pages become newer or are merged. */
export class NewerNotices {
  constructor(private readonly _options: NewerNotices.IOptions) {}

  /** Follows one notebook until it is closed. */
  async watch(panel: NotebookPanel): Promise<void> {
    const { model } = this._options;
    await panel.context.ready;
    if (panel.isDisposed) {
      return;
    }
    const refresh = () => this._refresh(panel);
    model.updates.changed.connect(refresh);
    model.changed.connect(refresh); // the course may be loaded after the notebook
    panel.disposed.connect(() => {
      model.updates.changed.disconnect(refresh);
      model.changed.disconnect(refresh);
    });
    refresh();
  }

  private _refresh(panel: NotebookPanel): void {
    const { model, localPath, onShow, trans } = this._options;
    const id = pageOf(panel, model)?.id;
    const newer = id === undefined ? undefined : model.updates.of(id);
    const state = newer?.path === localPath(panel.context.path) ? newer.state : undefined;
    const shown = this._shown.get(panel);
    if (shown?.state === state) {
      return;
    }
    shown?.notice.dispose();
    this._shown.delete(panel);
    if (id !== undefined && state !== undefined) {
      const notice = new NewerNotice({
        state,
        onShow: () => onShow(id, state),
        onLater: () => {
          notice.hide();
          panel.activate();
        },
        trans
      });
      panel.contentHeader.addWidget(notice);
      this._shown.set(panel, { state, notice });
    }
  }

  private readonly _shown = new WeakMap<
    NotebookPanel,
    { state: NewerState; notice: NewerNotice }
  >();
}

export namespace NewerNotices {
  export interface IOptions {
    model: ICourseModel;
    /** A path without the name of its drive, which collaboration puts before it. */
    localPath: (path: string) => string;
    onShow: (id: string, state: NewerState) => void;
    trans: TranslationBundle;
  }
}

function sentence(state: NewerState, trans: TranslationBundle): string {
  switch (state) {
    case 'touched':
      return trans.__('The course has a newer version of this page. What you changed is kept.');
    case 'untouched':
      return trans.__('The course has a newer version of this page.');
    case 'broken':
      return trans.__('This file is no notebook any more. Reset it to get the course’s page.');
  }
}
