import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useState } from 'react';
import { StateShape } from '../components/shape';
import type { Case, Check } from '../generated/check';
import { WithCode } from '../components/withCode';
import type { Shape } from '../state';
import { isSolutionOpen, triesWord } from './attempts';
import { differenceWords, verdict } from './check';
import { Solution } from './solution';
import type { ExerciseModel, IExerciseId } from './model';

/** What the buttons below a check do; each is a command. */
export interface IExerciseActions {
  showHint(id: IExerciseId): void;
  showSolution(id: IExerciseId): void;
  reset(id: IExerciseId): void;
}

export interface ICheckViewProps {
  check: Check;
  model: ExerciseModel;
  actions: IExerciseActions;
  trans: TranslationBundle;
}

const SHAPES: Record<Check['state'], Shape> = {
  untouched: 'unopened',
  wrong: 'started',
  right: 'done',
  unchecked: 'not-released'
};

/** The result of a check: the verdict, what was expected and what came, hints, solution, reset. */
export function CheckView(props: ICheckViewProps): JSX.Element {
  const { check, model, trans } = props;
  const id = { page: check.page, name: check.exercise };
  const view = model.view(id);
  const [first, ...more] = check.cases.filter(one => !one.passed);
  const words = verdict(check, trans);
  return (
    <div
      className="jp-UnderhoodExercise"
      role="group"
      aria-label={trans.__('Exercise: %1', check.title)}
    >
      <p className="uh-verdict" data-state={check.state}>
        <StateShape shape={SHAPES[check.state]} />
        <span className="uh-exercise-title">{check.title}</span>
        <span>{words}</span>
      </p>
      <LiveRegion text={view.announcement} />
      {first && <FailedCase failed={first} trans={trans} />}
      {more.length > 0 && (
        <details className="uh-more-cases">
          <summary>{trans._n('%1 more check fails', '%1 more checks fail', more.length)}</summary>
          {more.map((failed, index) => (
            <FailedCase key={index} failed={failed} trans={trans} />
          ))}
        </details>
      )}
      <Hints {...props} />
      <Actions {...props} />
      {view.message !== null && <p className="uh-exercise-message">{view.message}</p>}
      {view.solution && <Solution rows={view.solution} trans={trans} />}
    </div>
  );
}

/** Says what is new a moment after it is there: a live region must stand before its text comes. */
function LiveRegion(props: { text: string }): JSX.Element {
  const [said, setSaid] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSaid(props.text), 150);
    return () => clearTimeout(timer);
  }, [props.text]);
  return (
    <div className="uh-visually-hidden" role="status" aria-live="polite">
      {said}
    </div>
  );
}

function FailedCase(props: { failed: Case; trans: TranslationBundle }): JSX.Element {
  const { failed, trans } = props;
  const { expected, came, difference, error } = failed;
  const words = difference && differenceWords(difference, trans);
  return (
    <div className="uh-case">
      <p className="uh-case-title">{failed.title}</p>
      <dl>
        <dt>{trans.__('expected')}</dt>
        <dd>
          <pre>{expected ?? ''}</pre>
        </dd>
        <dt>{trans.__('came')}</dt>
        <dd>
          <pre>{error ? `${error.kind}: ${error.message}` : (came ?? '')}</pre>
        </dd>
      </dl>
      {words !== null && <p>{words}</p>}
      {error && error.line !== null && (
        <p>
          {trans.__('In line %1 of your cell:', error.line)} <code>{error.text}</code>
        </p>
      )}
    </div>
  );
}

function Hints(props: ICheckViewProps): JSX.Element {
  const { check, model, trans } = props;
  const id = { page: check.page, name: check.exercise };
  const hints = (model.facts(id)?.hints ?? []).slice(0, model.view(id).hints);
  return (
    <div role="log" aria-label={trans.__('Hints')} className="uh-hints">
      {hints.map((hint, index) => (
        <p key={index}>
          <strong>{trans.__('Hint %1.', index + 1)}</strong> <WithCode text={hint} />
        </p>
      ))}
    </div>
  );
}

function Actions(props: ICheckViewProps): JSX.Element {
  const { check, model, actions, trans } = props;
  const id = { page: check.page, name: check.exercise };
  const total = model.facts(id)?.hints.length ?? 0;
  const { hints, solution } = model.view(id);
  const attempt = model.attempt(id);
  const open = isSolutionOpen(attempt);
  const tries = triesWord(attempt, trans);
  return (
    <div className="uh-exercise-actions">
      {total > 0 && (
        <button
          type="button"
          className="uh-button"
          data-action="hint"
          aria-disabled={hints >= total}
          onClick={() => hints < total && actions.showHint(id)}
        >
          {hints < total
            ? trans.__('Hint %1 of %2', hints + 1, total)
            : trans.__('All %1 hints shown', total)}
        </button>
      )}
      <button
        type="button"
        className="uh-button"
        data-action="solution"
        aria-disabled={!open}
        aria-expanded={solution !== null}
        onClick={() => {
          if (solution) {
            model.hideSolution(id);
          } else if (open) {
            actions.showSolution(id);
          }
        }}
      >
        {solution ? trans.__('Hide the solution') : trans.__('Solution')}
      </button>
      <button
        type="button"
        className="uh-button"
        data-action="reset"
        title={trans.__('Put the cell back as it was handed out; your code is kept in a backup')}
        onClick={() => actions.reset(id)}
      >
        {trans.__('Reset')}
      </button>
      {tries !== null && <span className="uh-tries">{tries}</span>}
      {attempt?.state === 'solved' && check.state !== 'right' && (
        <span className="uh-tries">{trans.__('solved before')}</span>
      )}
    </div>
  );
}
