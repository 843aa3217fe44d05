import { ReactWidget, refreshIcon, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import React from 'react';
import type { ICourseActions } from './components/actions';
import { CourseView } from './components/course';
import { courseIcon } from './icons';
import { PANEL_ID } from './ids';
import type { ICourseModel } from './tokens';
import type { CourseViews } from './views';
import { ViewSwitch } from './components/viewSwitch';

/** The sidebar; it asks the server when it is shown and when the window gets the focus. */
export class CoursePanel extends ReactWidget {
  constructor(private readonly _options: CoursePanel.IOptions) {
    super();
    const { trans } = _options;
    this.id = PANEL_ID;
    this.addClass('jp-Underhood');
    this.title.icon = courseIcon;
    this.title.caption = trans.__('Course');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', trans.__('Course'));
  }

  protected override render(): JSX.Element {
    const { model, actions, trans, views } = this._options;
    return (
      <UseSignal signal={views.changed}>
        {() => (
          <ViewSwitch views={views} trans={trans}>
            <UseSignal signal={model.changed}>
              {() => (
                <CourseView
                  model={model}
                  actions={actions}
                  trans={trans}
                  refreshIcon={<refreshIcon.react tag="span" />}
                />
              )}
            </UseSignal>
          </ViewSwitch>
        )}
      </UseSignal>
    );
  }

  protected override onBeforeShow(message: Message): void {
    super.onBeforeShow(message);
    this._refresh();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    window.addEventListener('focus', this._onWindowFocus);
    window.addEventListener('pagehide', this._onPageHide);
    if (this.isVisible) {
      this._refresh();
    }
  }

  protected override onBeforeDetach(message: Message): void {
    window.removeEventListener('focus', this._onWindowFocus);
    window.removeEventListener('pagehide', this._onPageHide);
    super.onBeforeDetach(message);
  }

  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    const row = this.node.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]');
    const tab = this.node.querySelector<HTMLElement>('[role="tab"][aria-selected="true"]');
    (row ?? tab ?? this.node.querySelector<HTMLElement>('button'))?.focus();
  }

  /** Asks the server, once JupyterLab stands: nobody is to wait longer for that because of us. */
  private _refresh(): void {
    const { model, views, restored } = this._options;
    void restored.then(() => {
      void model.refreshIfStale();
      views.refresh();
    });
  }

  private readonly _onWindowFocus = () => {
    if (this.isVisible) {
      void this._options.model.refreshIfStale();
    }
  };

  private readonly _onPageHide = () => {
    void this._options.model.flush();
  };
}

export namespace CoursePanel {
  export interface IOptions {
    model: ICourseModel;
    actions: ICourseActions;
    views: CourseViews;
    /** When JupyterLab has its layout. */
    restored: Promise<unknown>;
    trans: TranslationBundle;
  }
}
