import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { ErrorNotice } from '../../components/notices';
import type { Specialization } from '../../generated/catalog';
import type { TeachModel } from '../model';
import type { ITeachActions } from './actions';
import { BeginForm } from './beginForm';
import { Calendar } from './calendar';
import { HandinSection } from './handin';
import { PageChoices } from './pageChoices';
import { StudentsForm } from './students';

export interface ITeachViewProps {
  model: TeachModel;
  actions: ITeachActions;
  specializations: readonly Specialization[];
  trans: TranslationBundle;
  /** The drawing on the refresh button. */
  refreshIcon: React.ReactNode;
}

/** The teacher's view. */
export function TeachView(props: ITeachViewProps): JSX.Element {
  const { model, actions, trans, refreshIcon } = props;
  const { course, proposal, error } = model;
  const name = course?.run.name;
  return (
    <div className="uh-course uh-teach" aria-busy={model.busy}>
      <header className="uh-header">
        <h2>{name ? trans.__('Teach · %1', name) : trans.__('Teach')}</h2>
        <button
          type="button"
          className="uh-button uh-refresh"
          aria-label={trans.__('Refresh')}
          title={trans.__('Look again for what was handed in')}
          onClick={() => actions.refresh()}
        >
          {refreshIcon}
        </button>
      </header>
      {error !== null && (
        <ErrorNotice message={error} onRetry={() => actions.refresh()} trans={trans} />
      )}
      {!course && !proposal && error === null && (
        <p className="uh-loading">{trans.__('Opening the course directory…')}</p>
      )}
      {!course && proposal && <BeginForm model={model} proposal={proposal} trans={trans} />}
      {course && (
        <div className="uh-scroll">
          {course.problems.map(problem => (
            <p key={problem} className="uh-notice" role="status">
              {problem}
            </p>
          ))}
          <Calendar model={model} course={course} trans={trans} />
          {course.handins.map(handin => (
            <HandinSection key={handin.name} {...props} handin={handin} />
          ))}
          {course.handins.length > 0 && <Results actions={actions} trans={trans} />}
          <PageChoices model={model} course={course} trans={trans} />
          <StudentsForm model={model} course={course} trans={trans} />
          <p className="uh-place" title={course.exchange}>
            {course.root}
          </p>
        </div>
      )}
      <div className="uh-visually-hidden uh-announcement" role="status" aria-live="polite">
        {model.announcement}
      </div>
    </div>
  );
}

function Results(props: { actions: ITeachActions; trans: TranslationBundle }): JSX.Element {
  const { actions, trans } = props;
  return (
    <section className="uh-section" aria-label={trans.__('Results')}>
      <h3>{trans.__('Results')}</h3>
      <div className="uh-actions">
        <button type="button" className="uh-button" onClick={() => actions.showResults()}>
          {trans.__('Show table')}
        </button>
        <button type="button" className="uh-button" onClick={() => actions.exportResults('csv')}>
          {trans.__('CSV')}
        </button>
        <button type="button" className="uh-button" onClick={() => actions.exportResults('canvas')}>
          {trans.__('Canvas')}
        </button>
        <button type="button" className="uh-button" onClick={() => actions.exportResults('moodle')}>
          {trans.__('Moodle')}
        </button>
      </div>
    </section>
  );
}
