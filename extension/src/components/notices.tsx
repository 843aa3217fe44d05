import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { countPicked } from '../find/viewFilter';
import type { Problem } from '../generated/catalog';
import type { ICourseModel, ITextSearchState } from '../tokens';

/** The one warning about files of the course that are wrong; the rest of the course is shown. */
export function ProblemNotice(props: {
  problems: readonly Problem[];
  trans: TranslationBundle;
}): JSX.Element {
  const { problems, trans } = props;
  return (
    <div className="uh-notice" role="status">
      <details>
        <summary>
          {trans._n(
            '%1 problem in the course files',
            '%1 problems in the course files',
            problems.length
          )}
        </summary>
        <ul>
          {problems.map((problem, index) => (
            <li key={index}>
              <code>{placeOf(problem, trans)}</code> {problem.message}
            </li>
          ))}
        </ul>
      </details>
    </div>
  );
}

function placeOf({ file, cell, field }: Problem, trans: TranslationBundle): string {
  if (cell !== null) {
    return field !== null
      ? trans.__('%1, cell %2, %3', file, cell, field)
      : trans.__('%1, cell %2', file, cell);
  }
  return field !== null ? trans.__('%1, %2', file, field) : file;
}

/** The server did not answer, or answered that something is wrong. */
export function ErrorNotice(props: {
  message: string;
  onRetry: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  return (
    <div className="uh-notice uh-notice-error" role="alert">
      <p>{props.message}</p>
      <button type="button" className="uh-button" onClick={props.onRetry}>
        {props.trans.__('Retry')}
      </button>
    </div>
  );
}

/** Instead of an empty tree. */
export function NothingToShow(props: {
  model: ICourseModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, trans } = props;
  const searching = model.search.trim() !== '';
  const filtered = countPicked(model.view) > 0 || model.view.onlyNew;
  const hidden = model.visible.hidden.length > 0;
  if (searching && model.textSearch.pending) {
    return <p className="uh-empty">{trans.__('Searching the pages…')}</p>;
  }
  return (
    <div className="uh-empty">
      <h3>{searching ? trans.__('Nothing found') : trans.__('Nothing to show')}</h3>
      <p>
        {!searching && !filtered
          ? trans.__('Every page is above this level or in another specialization.')
          : !searching
            ? trans.__('No page is in a state and of a kind that the filters show.')
            : hidden
              ? trans.__('Nothing that is shown has all of these words; see above what is hidden.')
              : trans.__('No page has all of these words in its title, headings or text.')}
      </p>
      {searching && (
        <button type="button" className="uh-button" onClick={() => model.setSearch('')}>
          {trans.__('Clear the search')}
        </button>
      )}
      {filtered && (
        <button type="button" className="uh-button" onClick={() => model.clearView()}>
          {trans.__('Show all states and kinds')}
        </button>
      )}
    </div>
  );
}

/** Below what was found: why the texts were not searched, or that there is more. */
export function TextSearchNotice(props: {
  search: ITextSearchState;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { search, trans } = props;
  if (search.error !== null) {
    return <p className="uh-empty">{trans.__('Only titles were searched: %1', search.error)}</p>;
  }
  return search.incomplete ? (
    <p className="uh-empty">{trans.__('There is more; add a word to find less.')}</p>
  ) : null;
}
