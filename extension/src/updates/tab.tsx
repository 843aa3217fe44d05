import { MainAreaWidget } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';
import React from 'react';
import { courseIcon } from '../icons';
import type { UpdateModel } from './model';
import { tabId } from './tabId';
import { UpdateView } from './view';

/** A tab in the main area with a page's newer version. */
export function createUpdateTab(options: UpdateContent.IOptions): MainAreaWidget<UpdateContent> {
  const content = new UpdateContent(options);
  const tab = new MainAreaWidget({ content });
  tab.id = tabId(options.model.id);
  tab.title.label = options.trans.__('Newer: %1', options.title);
  tab.title.caption = options.trans.__('The course’s newer version of “%1”', options.title);
  tab.title.icon = courseIcon;
  tab.title.closable = true;
  tab.toolbar.hide();
  return tab;
}

export class UpdateContent extends ReactWidget {
  constructor(private readonly _options: UpdateContent.IOptions) {
    super();
    this.addClass('jp-UnderhoodUpdate');
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', _options.trans.__('Newer version of a page'));
    this.node.tabIndex = -1;
  }

  get model(): UpdateModel {
    return this._options.model;
  }

  protected override render(): JSX.Element {
    const { model, trans, onMerge } = this._options;
    return (
      <UseSignal signal={model.changed}>
        {() => (
          <UpdateView
            model={model}
            onMerge={() => onMerge(this)}
            onClose={() => this.dispose()}
            trans={trans}
          />
        )}
      </UseSignal>
    );
  }

  /** To the first choice, so that the arrow keys work at once. */
  protected override onActivateRequest(message: Message): void {
    super.onActivateRequest(message);
    void this._focus();
  }

  private async _focus(): Promise<void> {
    await this.renderPromise;
    const first =
      this.node.querySelector<HTMLElement>('input:checked:not(:disabled)') ??
      this.node.querySelector<HTMLElement>('button:not(:disabled)') ??
      this.node;
    first.focus();
  }
}

export namespace UpdateContent {
  export interface IOptions {
    model: UpdateModel;
    title: string;
    onMerge: (content: UpdateContent) => void;
    trans: TranslationBundle;
  }
}
