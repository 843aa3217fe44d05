import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Page } from '../generated/catalog';
import { enabledActions, listParts } from '../handin';
import type { IPartLine } from '../handin';
import { pointsWord } from '../label';
import { formatPoints, formatTime } from '../state';
import type { ICourseModel } from '../tokens';
import type { HandinAction, ICourseActions } from './actions';

interface IHandinLineProps {
  page: Page;
  model: ICourseModel;
  actions: ICourseActions;
  /** Whether the row has the focus: only then Tab goes through the buttons. */
  active: boolean;
  trans: TranslationBundle;
}

/** Below a hand-in's title: where it stands, its parts, and its four buttons. */
export function HandinLine(props: IHandinLineProps): JSX.Element | null {
  const { page, model, actions, active, trans } = props;
  const name = page.handin?.name;
  if (name === undefined) {
    return null;
  }
  const state = model.handin(name);
  const busy = model.isBusy(name);
  const enabled = enabledActions(state, busy);
  const parts = listParts(page.handin, state, model.choice.specializations);
  const buttons: [HandinAction, string, string][] = [
    ['fetch', trans.__('Fetch'), trans.__('Copy the hand-in into your folder')],
    ['check', trans.__('Check'), trans.__('Run the visible tests on your copy')],
    ['submit', trans.__('Hand in'), trans.__('Hand your copy in; you may do so again')],
    ['feedback', trans.__('Feedback'), trans.__('Open the teacher’s feedback')]
  ];
  return (
    <div className="uh-handin" onClick={event => event.stopPropagation()}>
      <HandinFacts {...props} busy={busy} />
      {state?.state === 'graded' && <PartList parts={parts} trans={trans} />}
      <div className="uh-handin-actions" role="group" aria-label={page.title}>
        {buttons.map(([action, label, title]) => (
          <button
            key={action}
            type="button"
            className="uh-button"
            data-action={action}
            title={title}
            tabIndex={active ? 0 : -1}
            disabled={!enabled[action]}
            onClick={() => actions.handin(action, name)}
          >
            {label}
          </button>
        ))}
      </div>
    </div>
  );
}

function HandinFacts(props: IHandinLineProps & { busy: boolean }): JSX.Element {
  const { page, model, busy, trans } = props;
  const state = page.handin ? model.handin(page.handin.name) : undefined;
  const report = page.handin ? model.report(page.handin.name) : undefined;
  const points = page.handin?.points ?? 0;
  const facts: string[] = [];
  if (busy) {
    facts.push(trans.__('working…'));
  }
  if (state?.state !== 'graded' && points > 0) {
    facts.push(pointsWord(points, trans));
  }
  if (state?.handed_in) {
    facts.push(trans.__('handed in %1', formatTime(state.handed_in)));
  }
  if (state?.feedback === 'ready') {
    facts.push(trans.__('feedback is ready'));
  }
  if (report) {
    const count = report.findings.length;
    facts.push(
      report.passed ? trans.__('all tests pass') : trans._n('%1 test fails', '%1 tests fail', count)
    );
  }
  return (
    <div className="uh-handin-facts">
      {facts.map(fact => (
        <span key={fact}>{fact}</span>
      ))}
      {model.handinProblem !== null && <span>{model.handinProblem}</span>}
    </div>
  );
}

function PartList(props: { parts: IPartLine[]; trans: TranslationBundle }): JSX.Element {
  const { parts, trans } = props;
  return (
    <ul className="uh-parts">
      {parts.map(({ name, title, kind, score, points }) => (
        <li key={name} title={title}>
          {kind === 'invited' ? trans.__('%1 (invited)', name) : trans.__('%1 (required)', name)}{' '}
          <span className="uh-score">
            {score === null ? '–' : formatPoints(score)}/{formatPoints(points)}
          </span>
        </li>
      ))}
    </ul>
  );
}
