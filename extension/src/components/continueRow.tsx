import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { minutesWord } from '../label';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';

/** One click back to the page opened last; nothing before the first one. */
export function ContinueRow(props: {
  model: ICourseModel;
  actions: ICourseActions;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { model, actions, trans } = props;
  const id = model.progress?.last_page;
  const page = id ? model.page(id) : undefined;
  if (!page) {
    return null;
  }
  const shown = model.visible.modules
    .flatMap(({ pages }) => pages)
    .find(visible => visible.page.id === page.id);
  const minutes = shown?.minutes ?? page.minutes;
  return (
    <button
      type="button"
      className="uh-continue"
      title={trans.__('Continue: %1', page.title)}
      onClick={() => actions.openPage(page.id)}
    >
      <span className="uh-continue-text">{trans.__('Continue: %1', page.title)}</span>
      <span className="uh-minutes">{minutesWord(minutes, trans)}</span>
      <svg viewBox="0 0 16 16" width="12" height="12" focusable="false" aria-hidden="true">
        <path d="M5.5 3l5 5-5 5" />
      </svg>
    </button>
  );
}
