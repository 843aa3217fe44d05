import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { BoardSection } from '../board/boardView';
import type { ICourseActions } from '../components/actions';
import type { Comment, HandinState, Submission } from '../generated/handins';
import type { IPartLine } from './handin';
import { formatPoints, formatTime } from '../state';
import { receiptText } from './receipt';

interface IDetailsProps {
  id: string;
  state: HandinState;
  parts: readonly IPartLine[];
  actions: ICourseActions;
  tabIndex: number;
  trans: TranslationBundle;
}

/** Parts with points and comments, what was handed in, and the class's board. */
export function HandinDetails(props: IDetailsProps): JSX.Element {
  const { id, state, parts, trans } = props;
  const general = state.comments.filter(
    ({ part }) => part === null || !parts.some(({ name }) => name === part)
  );
  return (
    <div className="uh-handin-details" id={id}>
      {(['required', 'invited'] as const).map(kind => {
        const those = parts.filter(part => part.kind === kind);
        return (
          those.length > 0 && (
            <section key={kind}>
              <h4>
                {kind === 'required'
                  ? trans.__('Required for you')
                  : trans.__('Invited: never lowers the score')}
              </h4>
              <ul className="uh-parts">
                {those.map(part => (
                  <PartLine key={part.name} part={part} comments={state.comments} trans={trans} />
                ))}
              </ul>
            </section>
          )
        );
      })}
      {general.length > 0 && (
        <section>
          <h4>{trans.__('Comments')}</h4>
          <Comments comments={general} />
        </section>
      )}
      {state.submissions.length > 0 && <Submissions {...props} />}
      {state.board && <BoardSection {...props} board={state.board} />}
    </div>
  );
}

function PartLine(props: {
  part: IPartLine;
  comments: readonly Comment[];
  trans: TranslationBundle;
}): JSX.Element {
  const { part, comments, trans } = props;
  const work = { untouched: trans.__('not begun'), begun: trans.__('begun'), written: null };
  const word = part.score === null && part.work !== null ? work[part.work] : null;
  return (
    <li data-part={part.name}>
      <span className="uh-part-title">{part.title}</span>{' '}
      <span className="uh-score">
        {part.score === null
          ? trans.__('%1 p.', formatPoints(part.points))
          : trans.__('%1/%2', formatPoints(part.score), formatPoints(part.points))}
      </span>
      {word !== null && <span className="uh-word"> {word}</span>}
      <Comments comments={comments.filter(one => one.part === part.name)} />
    </li>
  );
}

function Comments(props: { comments: readonly Comment[] }): JSX.Element {
  return (
    <>
      {props.comments.map(({ cell, text }, index) => (
        <blockquote key={index} className="uh-comment" title={cell}>
          {text}
        </blockquote>
      ))}
    </>
  );
}

function Submissions(props: IDetailsProps): JSX.Element {
  const { state, trans } = props;
  return (
    <section>
      <h4>{trans.__('Handed in')}</h4>
      <ol className="uh-submissions">
        {state.submissions.map(one => (
          <SubmissionLine key={one.id} {...props} one={one} />
        ))}
      </ol>
    </section>
  );
}

function SubmissionLine(props: IDetailsProps & { one: Submission }): JSX.Element {
  const { state, one, actions, tabIndex, trans } = props;
  const time = formatTime(one.time);
  return (
    <li>
      <span title={one.id}>{time}</span>
      {one.late && <span className="uh-word">{trans.__('late')}</span>}
      <button
        type="button"
        className="uh-button"
        tabIndex={tabIndex}
        aria-label={trans.__('Open what was handed in %1', time)}
        onClick={() => actions.openSubmission(state.name, one.id)}
      >
        {trans.__('Open')}
      </button>
      {one.receipt && (
        <details className="uh-receipt">
          <summary tabIndex={tabIndex}>{trans.__('Receipt')}</summary>
          <pre>{receiptText(one.receipt, trans)}</pre>
          <button
            type="button"
            className="uh-button"
            tabIndex={tabIndex}
            onClick={() => actions.copyReceipt(state.name, one.id)}
          >
            {trans.__('Copy')}
          </button>
        </details>
      )}
    </li>
  );
}
