import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import React from 'react';
import type { Page } from '../generated/catalog';
import type { ICourseModel } from '../tokens';
import { Advice } from './advice';
import type { IAdviceProps } from './advice';

/** Which notices the student closed; they stay closed. */
export interface IDismissed {
  has(pageId: string): boolean;
  add(pageId: string): void;
}

/** At the top of an open page: what to read before, and what this machine lacks. Advice, never a lock. */
export class PageNotice extends ReactWidget {
  constructor(private readonly _options: PageNotice.IOptions) {
    super();
    this.addClass('jp-UnderhoodPageNotice');
  }

  protected override render(): JSX.Element {
    const { model } = this._options;
    return (
      <UseSignal signal={model.changed}>{() => <Advice {...this._adviceProps()} />}</UseSignal>
    );
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._observer.observe(this.node);
  }

  protected override onBeforeDetach(message: Message): void {
    this._observer.disconnect();
    super.onBeforeDetach(message);
  }

  private _adviceProps(): IAdviceProps {
    const { page, dismissed } = this._options;
    return {
      ...this._options,
      isDismissed: dismissed.has(page.id),
      onDismiss: () => {
        dismissed.add(page.id);
        this.update();
        this._options.onDismissed();
      },
      onDrawn: () => this._fit()
    };
  }

  /** The box above a notebook gives a widget its minimal height only: what it needs, at any width. */
  private _fit(): void {
    const height = `${(this.node.firstElementChild as HTMLElement | null)?.offsetHeight ?? 0}px`;
    if (this.node.style.minHeight !== height) {
      this.node.style.minHeight = height;
      this.node.style.maxHeight = height;
      this.parent?.fit();
    }
  }

  private readonly _observer = new ResizeObserver(() => this._fit());
}

export namespace PageNotice {
  export interface IOptions {
    page: Page;
    model: ICourseModel;
    dismissed: IDismissed;
    openPage: (id: string) => void;
    /** Called after the student closed it: the focus goes elsewhere. */
    onDismissed: () => void;
    trans: TranslationBundle;
  }
}
