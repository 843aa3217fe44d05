import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';
import { activateRow } from './row';

/** Where one types what is searched; from it Enter opens the best hit and the down arrow goes to it. */
export function SearchBox(props: {
  model: ICourseModel;
  actions: ICourseActions;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, actions, trans } = props;
  const onKeyDown = (event: React.KeyboardEvent<HTMLInputElement>) => {
    if (event.nativeEvent.isComposing) {
      return; // Enter and the arrows choose a character
    }
    const row = model.rows.find(({ key }) => key === model.active);
    if (event.key === 'Escape' && model.search !== '') {
      model.setSearch('');
    } else if (event.key === 'ArrowDown' && row) {
      focusActiveRow(event.currentTarget);
    } else if (event.key === 'Enter' && row && row.kind !== 'module' && model.search !== '') {
      activateRow(row, model, actions);
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <input
      type="search"
      className="uh-search"
      aria-label={trans.__('Search the course')}
      placeholder={trans.__('Search the course')}
      spellCheck={false}
      autoComplete="off"
      value={model.search}
      onChange={event => model.setSearch(event.target.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function focusActiveRow(box: HTMLElement): void {
  box.closest('.uh-course')?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]')?.focus();
}

/** Puts the focus back into the search box of the sidebar that an element is in. */
export function focusSearchBox(within: Element): void {
  within.closest('.uh-course')?.querySelector<HTMLElement>('.uh-search')?.focus();
}
