import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Message } from '@lumino/messaging';
import React from 'react';
import type { Page } from '../generated/catalog';
import { firstToRead } from '../label';
import { isPageDone } from '../state';
import type { ICourseModel } from '../tokens';
import { lackingGpu, lackingGpuWords } from './needs';

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

interface IAdviceProps extends PageNotice.IOptions {
  isDismissed: boolean;
  onDismiss: () => void;
  onDrawn: () => void;
}

function Advice(props: IAdviceProps): JSX.Element | null {
  const { page, model, openPage, isDismissed, onDismiss, onDrawn, trans } = props;
  const isDone = isPageDone(page, model.progress, model.handinOf(page));
  const first = model.progress && !isDone ? firstToRead(page, model) : [];
  const lacking = lackingGpuWords(lackingGpu(page, model.machine), trans);
  React.useLayoutEffect(onDrawn);
  if (isDismissed || (first.length === 0 && lacking === null)) {
    return null;
  }
  return (
    <div className="uh-page-notice" role="note" aria-label={trans.__('About this page')}>
      <div className="uh-page-notice-text">
        {first.length > 0 && (
          <p>
            {trans.__('Better read first:')}{' '}
            {first.map(({ id, title }) => (
              <button key={id} type="button" className="uh-link" onClick={() => openPage(id)}>
                {title}
              </button>
            ))}
          </p>
        )}
        {lacking !== null && <p>{lacking}</p>}
      </div>
      <button
        type="button"
        className="uh-close"
        aria-label={trans.__('Close this advice')}
        title={trans.__('Close this advice')}
        onClick={onDismiss}
      >
        <svg viewBox="0 0 16 16" width="12" height="12" focusable="false" aria-hidden="true">
          <path d="M4 4l8 8M12 4l-8 8" />
        </svg>
      </button>
    </div>
  );
}
