import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';
import { ContinueRow } from './continueRow';
import { Filters } from './filters';
import { Later } from './later';
import { ErrorNotice, NothingToShow, ProblemNotice, TextSearchNotice } from './notices';
import { CourseTree } from './tree';

/** Loaded for those who are new; the others never ask for it. */
const Welcome = React.lazy(async () => ({
  default: (await import('../welcome/welcome')).Welcome
}));

export interface ICourseViewProps {
  model: ICourseModel;
  actions: ICourseActions;
  trans: TranslationBundle;
  /** The drawing on the refresh button. */
  refreshIcon: React.ReactNode;
}

/** The whole sidebar. */
export function CourseView(props: ICourseViewProps): JSX.Element {
  const { model, actions, trans, refreshIcon } = props;
  const { catalog, error } = model;
  const ready = catalog !== null && (model.progress !== null || error !== null);
  const searching = model.search.trim() !== '';
  const count = model.visible.modules.reduce((sum, { pages }) => sum + pages.length, 0);
  return (
    <div className="uh-course" aria-busy={model.loading}>
      <header className="uh-header">
        <h2>{trans.__('Course')}</h2>
        <button
          type="button"
          className="uh-button uh-refresh"
          aria-label={trans.__('Refresh')}
          title={trans.__('Look again for new pages, hand-ins and feedback')}
          onClick={() => actions.refresh()}
        >
          {refreshIcon}
        </button>
      </header>
      {error !== null && (
        <ErrorNotice message={error} onRetry={() => actions.refresh()} trans={trans} />
      )}
      {!ready && error === null && <p className="uh-loading">{trans.__('Loading the course…')}</p>}
      {ready && (
        <>
          {model.progress?.welcomed === false || asksNow(model) ? (
            <React.Suspense fallback={null}>
              <Welcome
                model={model}
                catalog={catalog}
                openPage={actions.openPage}
                takesFocus={model.progress?.welcomed === false}
                trans={trans}
              />
            </React.Suspense>
          ) : (
            <>
              <Later of={model.visible}>
                {() => <ContinueRow model={model} actions={actions} trans={trans} />}
              </Later>
              <Filters actions={actions} model={model} catalog={catalog} trans={trans} />
            </>
          )}
          {catalog.problems.length > 0 && (
            <ProblemNotice problems={catalog.problems} trans={trans} />
          )}
          <div className="uh-scroll">
            <CourseTree model={model} actions={actions} trans={trans} />
            {model.rows.length === 0 && <NothingToShow model={model} trans={trans} />}
            {searching && <TextSearchNotice search={model.textSearch} trans={trans} />}
          </div>
        </>
      )}
      <div className="uh-visually-hidden" role="status" aria-live="polite">
        {searching && !model.textSearch.pending
          ? trans._n('%1 page found', '%1 pages found', count)
          : ''}
      </div>
      <div className="uh-visually-hidden uh-announcement" role="status" aria-live="polite">
        {model.announcement}
      </div>
    </div>
  );
}

/** Whether the welcome was never answered; it is called again by taking the answer away. */
function asksNow({ progress }: ICourseModel): boolean {
  return progress !== null && progress.welcomed === undefined;
}
