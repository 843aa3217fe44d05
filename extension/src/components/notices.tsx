import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Problem } from '../generated/catalog';
import type { ICourseModel } from '../tokens';

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
  return (
    <div className="uh-empty">
      <h3>{searching ? trans.__('Nothing found') : trans.__('Nothing to show')}</h3>
      <p>
        {searching
          ? trans.__('No shown page has all of these words in its title, sections or module.')
          : trans.__('Every page is above this level or in another specialization.')}
      </p>
      {searching && (
        <button type="button" className="uh-button" onClick={() => model.setSearch('')}>
          {trans.__('Clear the search')}
        </button>
      )}
    </div>
  );
}
