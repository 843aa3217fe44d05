import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { StateShape } from '../../components/shape';
import type { HandinDesk, SubmissionDesk } from '../../generated/teaching';
import { formatTime } from '../../state';
import type { TeachModel } from '../model';
import { formatDue, markSubmission, scoreWord } from '../words';
import type { ITeachActions } from './actions';
import { ExtensionForm } from './extensionForm';

/** A long list of students is cut here; the rest is one click away, and the table of results has them all. */
const MOST = 50;

interface ISubmissionsProps {
  model: TeachModel;
  handin: HandinDesk;
  /** Whether an answer to a change is awaited. */
  busy: boolean;
  actions: ITeachActions;
  trans: TranslationBundle;
}

/**
 * Who handed in what: a line a student, with one plain reason where something is wrong.
 *
 * Not drawn anew for what the model says of a step under way: a class's list is long.
 */
export const Submissions = React.memo(function Submissions(
  props: ISubmissionsProps
): JSX.Element | null {
  const { handin, trans } = props;
  const [all, setAll] = React.useState(false);
  if (handin.submissions.length === 0) {
    return handin.released ? (
      <p className="uh-hint">{trans.__('Nobody has handed in yet.')}</p>
    ) : null;
  }
  // Those that a person has to look at come first.
  const rows = [...handin.submissions].sort((one, other) => rank(one) - rank(other));
  const shown = all ? rows : rows.slice(0, MOST);
  return (
    <>
      <ul className="uh-submissions" aria-label={trans.__('Submissions')}>
        {shown.map(row => (
          <Submission key={row.student} {...props} row={row} />
        ))}
      </ul>
      {rows.length > MOST && (
        <button type="button" className="uh-link" onClick={() => setAll(!all)}>
          {all ? trans.__('Fewer') : trans.__('%1 more', rows.length - MOST)}
        </button>
      )}
    </>
  );
});

function Submission(props: ISubmissionsProps & { row: SubmissionDesk }): JSX.Element {
  const { model, handin, actions, row, trans } = props;
  const [extending, setExtending] = React.useState(false);
  const more = React.useRef<HTMLButtonElement>(null);
  const { shape, word } = markSubmission(row.state, trans);
  const name = model.course?.students.find(({ id }) => id === row.student)?.name;
  const close = () => {
    setExtending(false);
    more.current?.focus();
  };
  const graded = row.state === 'graded' || row.state === 'feedback-released';
  return (
    <li className="uh-submission" data-student={row.student} data-state={row.state}>
      <div className="uh-submission-line">
        {row.state === 'failed' ? (
          <span className="uh-shape uh-warning" aria-hidden="true">
            ⚠
          </span>
        ) : (
          <StateShape shape={shape} />
        )}
        <span className="uh-student" title={name || undefined}>
          {row.student}
        </span>
        <span className="uh-score">{scoreWord(row)}</span>
        <span className="uh-word">
          {word}
          {row.late && <strong> · {trans.__('late')}</strong>}
        </span>
      </div>
      <div className="uh-submission-facts">
        {row.handed_in !== null && (
          <time dateTime={row.handed_in}>{formatTime(row.handed_in)}</time>
        )}
        {row.extension !== null && <span>{extensionWords(row.extension, trans)}</span>}
        <span className="uh-submission-actions">
          {graded && (
            <button
              type="button"
              className="uh-link"
              aria-label={trans.__('Grade %1 by hand', row.student)}
              onClick={() => actions.formgrader(handin.name, row.student)}
            >
              {trans.__('by hand')}
            </button>
          )}
          <button
            type="button"
            className="uh-link"
            ref={more}
            aria-expanded={extending}
            aria-label={trans.__('More time for %1', row.student)}
            onClick={() => setExtending(!extending)}
          >
            {trans.__('more time')}
          </button>
        </span>
      </div>
      {row.problems.length > 0 && <div className="uh-reason">{row.problems[0]}</div>}
      {extending && (
        <ExtensionForm
          model={model}
          handin={handin.name}
          student={row.student}
          due={handin.due}
          extension={row.extension}
          onClose={close}
          trans={trans}
        />
      )}
    </li>
  );
}

function rank({ state }: SubmissionDesk): number {
  return state === 'failed' ? 0 : state === 'missing' ? 2 : 1;
}

function extensionWords(
  extension: NonNullable<SubmissionDesk['extension']>,
  trans: TranslationBundle
): string {
  return extension.due !== null
    ? trans.__('extended to %1', formatDue(extension.due))
    : trans._n('%1 hour more', '%1 hours more', extension.hours ?? 0);
}
