import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import { Panel } from '@lumino/widgets';
import React from 'react';
import { PageLinks } from './pageLinks';
import type { IPageLinksProps } from './pageLinks';

/** What a notebook would act on: it takes the focus away from what is none of its cells. */
const EVENTS = ['focusin', 'keydown', 'mousedown', 'dblclick'];

/** Quietly below the last cell: done, previous and next page in the order of what is shown. */
export class PageEnd extends Panel {
  constructor(options: IPageLinksProps) {
    super();
    this.addClass('jp-UnderhoodPageEnd');
    // Enter would start editing a cell.
    this.node.setAttribute('data-lm-suppress-shortcuts', 'true');
    EVENTS.forEach(type => this.node.addEventListener(type, event => event.stopPropagation()));
    const { model } = options;
    const links = ReactWidget.create(
      <UseSignal signal={model.changed}>{() => <PageLinks {...options} />}</UseSignal>
    );
    this.addWidget(links);
  }
}
