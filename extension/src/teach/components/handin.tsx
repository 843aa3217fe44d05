import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { BoardRaces } from '../../board/racesView';
import type { Specialization } from '../../generated/catalog';
import type { HandinDesk, Job, Step } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { countSubmissions, formatDue, jobWords, stepWord } from '../words';
import type { ITeachActions } from './actions';
import { PartChoices } from './partChoices';
import { Submissions } from './submissions';

const STEPS: Step[] = ['release', 'collect', 'grade', 'feedback', 'board'];

interface IHandinSectionProps {
  model: TeachModel;
  handin: HandinDesk;
  actions: ITeachActions;
  specializations: readonly Specialization[];
  trans: TranslationBundle;
}

/** A hand-in: where it stands, its steps with their progress, who handed in what, and what is required. */
export function HandinSection(props: IHandinSectionProps): JSX.Element {
  const { model, handin, actions, trans } = props;
  const captions: Record<Step, string> = {
    release: trans.__('Let students fetch it; releasing again replaces it'),
    collect: trans.__('Collect what students handed in'),
    grade: trans.__('Grade what was collected and is new or changed'),
    feedback: trans.__('Let students see their scores'),
    board: trans.__('Who is fastest of those who asked to be shown'),
    'publish-board': trans.__('Let students see the board')
  };
  const isGraded = handin.submissions.some(
    ({ state }) => state === 'graded' || state === 'feedback-released'
  );
  const enabled: Record<Step, boolean> = {
    release: handin.problem === null,
    collect: handin.released,
    grade: handin.submissions.some(({ state }) => state !== 'missing' && state !== 'submitted'),
    feedback: isGraded,
    board: isGraded,
    'publish-board': isGraded
  };
  return (
    <section className="uh-section" aria-label={handin.title} data-handin={handin.name}>
      <h3>
        {handin.title} <span className="uh-aside">{standing(handin, trans)}</span>
      </h3>
      {handin.problem !== null && (
        <p className="uh-notice" role="status">
          {handin.problem}
        </p>
      )}
      <div className="uh-actions" role="group" aria-label={trans.__('Steps')}>
        {STEPS.filter(step => step !== 'board' || handin.races).map(step => (
          <button
            key={step}
            type="button"
            className="uh-button"
            data-step={step}
            title={captions[step]}
            // Focusable while it works, so that the keyboard stays where it was.
            aria-disabled={model.running || !enabled[step]}
            onClick={() => {
              if (!model.running && enabled[step]) {
                actions.step(step, handin.name);
              }
            }}
          >
            {stepWord(step, trans)}
          </button>
        ))}
        <button
          type="button"
          className="uh-button"
          title={trans.__('Grade by hand in nbgrader’s formgrader')}
          onClick={() => actions.formgrader(handin.name)}
        >
          {trans.__('Formgrader ↗')}
        </button>
      </div>
      <StepProgress model={model} handin={handin} actions={actions} trans={trans} />
      <Submissions
        model={model}
        handin={handin}
        busy={model.busy}
        actions={actions}
        trans={trans}
      />
      {handin.parts.length > 0 && <PartChoices {...props} />}
    </section>
  );
}

function StepProgress(props: {
  model: TeachModel;
  handin: HandinDesk;
  actions: ITeachActions;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { model, handin, actions, trans } = props;
  const { job } = model;
  if (!job || job.handin !== handin.name) {
    return null;
  }
  const running = job.state === 'running';
  const total = job.remaining === null ? undefined : job.done + job.remaining;
  return (
    <div className="uh-progress" data-state={job.state}>
      {running && (
        <progress
          aria-label={stepWord(job.step, trans)}
          max={total || 1}
          value={total === undefined ? undefined : job.done}
        />
      )}
      <span className="uh-progress-words" role={job.state === 'failed' ? 'alert' : undefined}>
        {jobWords(job, trans)}
        {running && job.last !== null && ` · ${job.last}`}
        {job.state === 'done' && job.message !== null && ` ${job.message}`}
      </span>
      {running && (
        <button type="button" className="uh-button" onClick={() => actions.cancel()}>
          {trans.__('Cancel')}
        </button>
      )}
      {isOfBoard(job) && (
        <>
          {job.board && <BoardRaces races={job.board} own={null} tabIndex={0} trans={trans} />}
          <button
            type="button"
            className="uh-button"
            data-step="publish-board"
            title={trans.__('Let students see the board')}
            aria-disabled={model.running}
            onClick={() => {
              if (!model.running) {
                actions.step('publish-board', handin.name);
              }
            }}
          >
            {stepWord('publish-board', trans)}
          </button>
        </>
      )}
      {!running && job.step !== 'grade' && Object.keys(job.problems).length > 0 && (
        <ul className="uh-reasons">
          {Object.entries(job.problems).map(([student, why]) => (
            <li key={student}>
              {student} – {why}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function isOfBoard({ step }: Job): boolean {
  return step === 'board' || step === 'publish-board';
}

function standing(handin: HandinDesk, trans: TranslationBundle): string {
  const { in: count, of, failed } = countSubmissions(handin);
  return [
    handin.released ? null : trans.__('not released'),
    handin.due === null ? null : trans.__('due %1', formatDue(handin.due)),
    of > 0 ? trans.__('%1 of %2 in', count, of) : null,
    failed > 0 ? trans._n('%1 to look at', '%1 to look at', failed) : null
  ]
    .filter(Boolean)
    .join(' · ');
}
