import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ICourseActions } from '../components/actions';
import type { Page } from '../generated/catalog';
import { firstToRead } from '../label';
import type { ICourseModel } from '../tokens';

/** Below an opened row: links to the pages to read before it, as advice. */
export function ReadFirst(props: {
  page: Page;
  model: ICourseModel;
  actions: ICourseActions;
  /** Whether the row has the focus: only then Tab goes through the links. */
  active: boolean;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { page, model, actions, active, trans } = props;
  const first = firstToRead(page, model);
  if (first.length === 0) {
    return null;
  }
  return (
    <div className="uh-read-first" onClick={event => event.stopPropagation()}>
      {trans.__('Better read first:')}{' '}
      {first.map(({ id, title }) => (
        <button
          key={id}
          type="button"
          className="uh-link"
          tabIndex={active ? 0 : -1}
          onClick={() => actions.openPage(id)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
