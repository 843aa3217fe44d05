import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Page } from '../generated/catalog';
import type { HandinState } from '../generated/handins';
import { enabledActions } from '../handins/handin';
import { describeDue } from '../handins/due';
import { pointsWord } from '../label';
import { formatTime } from '../state';
import type { ICourseModel } from '../tokens';
import type { HandinAction, ICourseActions } from './actions';

/** Loaded when somebody opens them. */
const Checklist = React.lazy(async () => ({
  default: (await import('../handins/checklistView')).Checklist
}));
const HandinDetails = React.lazy(async () => ({
  default: (await import('../handins/detailsView')).HandinDetails
}));

interface IHandinLineProps {
  page: Page;
  model: ICourseModel;
  actions: ICourseActions;
  /** Whether the row has the focus: only then Tab goes through the buttons. */
  active: boolean;
  trans: TranslationBundle;
}

/** Below a hand-in's title: where it stands, its buttons, its checklist and its details. */
export function HandinLine(props: IHandinLineProps): JSX.Element | null {
  const { page, model, actions, active, trans } = props;
  const name = page.handin?.name;
  if (name === undefined) {
    return null;
  }
  const state = model.handin(name);
  const key = `handin:${name}`;
  const expanded = model.expanded[key] ?? state?.state === 'graded';
  const tabIndex = active ? 0 : -1;
  const id = `uh-details-${name}`;
  return (
    <div className="uh-handin" onClick={event => event.stopPropagation()}>
      <Facts page={page} state={state} model={model} trans={trans} />
      <div className="uh-handin-actions" role="group" aria-label={page.title}>
        <Buttons {...props} name={name} state={state} tabIndex={tabIndex} />
        {state && (
          <button
            type="button"
            className="uh-button"
            data-toggle="details"
            tabIndex={tabIndex}
            aria-expanded={expanded}
            aria-controls={expanded ? id : undefined}
            title={trans.__('Parts, comments and what was handed in')}
            onClick={() => model.setExpanded(key, !expanded)}
          >
            {trans.__('Details')}
          </button>
        )}
      </div>
      <React.Suspense fallback={null}>
        {state && model.reviewing === name && (
          <Checklist state={state} model={model} actions={actions} active={active} trans={trans} />
        )}
        {state && expanded && (
          <HandinDetails
            id={id}
            state={state}
            parts={model.parts(name)}
            actions={actions}
            tabIndex={tabIndex}
            trans={trans}
          />
        )}
      </React.Suspense>
    </div>
  );
}

function Buttons(
  props: IHandinLineProps & {
    name: string;
    state: HandinState | undefined;
    tabIndex: number;
  }
): JSX.Element {
  const { model, actions, name, state, tabIndex, trans } = props;
  const enabled = { ...enabledActions(state, model.isBusy(name)), stop: true };
  type Shown = Exclude<HandinAction, 'run'>;
  const check: [Shown, string, string] = state?.checking
    ? ['stop', trans.__('Stop'), trans.__('Stop running the tests')]
    : ['check', trans.__('Check'), trans.__('Run the visible tests on your copy')];
  const buttons: [Shown, string, string][] = [
    ['fetch', trans.__('Fetch'), trans.__('Copy the hand-in into your folder')],
    check,
    ['submit', trans.__('Hand in'), trans.__('Hand your copy in; you may do so again')],
    ['feedback', trans.__('Feedback'), trans.__('Open the teacher’s feedback')]
  ];
  return (
    <>
      {buttons.map(([action, label, title]) => (
        <button
          key={action}
          type="button"
          className="uh-button"
          data-action={action}
          title={title}
          tabIndex={tabIndex}
          disabled={!enabled[action]}
          onClick={() => actions.handin(action, name)}
        >
          {label}
        </button>
      ))}
    </>
  );
}

function Facts(props: {
  page: Page;
  state: HandinState | undefined;
  model: ICourseModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { page, state, model, trans } = props;
  const name = page.handin?.name ?? '';
  const points = page.handin?.points ?? 0;
  const due = state ? describeDue(state, model.now, trans) : null;
  const problems = [
    ...(state?.work?.problems ?? []),
    ...(model.handinProblem === null ? [] : [model.handinProblem]),
    ...(model.handins?.unwatched ? [model.handins.unwatched] : [])
  ];
  return (
    <div className="uh-handin-facts">
      {due && (
        <span className="uh-due" data-urgency={due.urgency} title={due.hint}>
          {due.text}
        </span>
      )}
      {state?.due_for_all && <span>{trans.__('more time for you')}</span>}
      {model.isBusy(name) && <span>{trans.__('working…')}</span>}
      {state?.state !== 'graded' && points > 0 && <span>{pointsWord(points, trans)}</span>}
      {state?.handed_in && <span>{trans.__('handed in %1', formatTime(state.handed_in))}</span>}
      {state?.late && <span>{trans.__('late')}</span>}
      {state?.feedback === 'ready' ? (
        <span className="uh-new">{trans.__('feedback is ready')}</span>
      ) : (
        state?.feedback_new && <span className="uh-new">{trans.__('feedback is new')}</span>
      )}
      <CheckFact name={name} state={state} model={model} trans={trans} />
      {problems.map(problem => (
        <span key={problem} className="uh-handin-problem">
          {problem}
        </span>
      ))}
    </div>
  );
}

/** How far the check has come, or what it found. */
function CheckFact(props: {
  name: string;
  state: HandinState | undefined;
  model: ICourseModel;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { name, state, model, trans } = props;
  if (state?.checking) {
    const { done, of } = state.checking;
    const label =
      of > 0
        ? trans.__('checking: cell %1 of %2', Math.min(done + 1, of), of)
        : trans.__('checking…');
    return (
      <span className="uh-checking">
        {label}{' '}
        <progress className="uh-bar" aria-label={label} max={of || 1} value={of ? done : 0} />
      </span>
    );
  }
  const report = model.report(name);
  if (!report) {
    return null;
  }
  const count = report.findings.length;
  return (
    <span>
      {report.problem !== null
        ? trans.__('not checked: %1', report.problem)
        : report.passed
          ? trans.__('all tests pass')
          : trans._n('%1 test fails', '%1 tests fail', count)}
    </span>
  );
}
