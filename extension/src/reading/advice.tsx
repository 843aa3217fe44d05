import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Page } from '../generated/catalog';
import { firstToRead } from '../label';
import { isPageDone } from '../state';
import type { ICourseModel } from '../tokens';
import { lackingGpu, lackingGpuWords } from './needs';

export interface IAdviceProps {
  page: Page;
  model: ICourseModel;
  openPage: (id: string) => void;
  isDismissed: boolean;
  onDismiss: () => void;
  /** Called whenever it was drawn: its height may be another one. */
  onDrawn: () => void;
  trans: TranslationBundle;
}

/** What to read before, and what this machine lacks; nothing where all is well. */
export function Advice(props: IAdviceProps): JSX.Element | null {
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
