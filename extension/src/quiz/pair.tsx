import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { WithCode } from '../components/withCode';
import type { Attempt } from '../generated/progress';

/** At the start of the course: the answer is kept, and what it is worth comes at the end. */
export function KeptAnswer(props: { attempt: Attempt; trans: TranslationBundle }): JSX.Element {
  const { attempt, trans } = props;
  return (
    <div role="status" aria-live="polite">
      <p>
        {trans.__('Your answer is kept:')} <WithCode text={attempt.first ?? ''} />
      </p>
      <p>{trans.__('At the end of the course you are asked again, and see both answers.')}</p>
    </div>
  );
}

/** At the end of the course: the answer then and the answer now. */
export function Comparison(props: {
  atStart: Attempt | undefined;
  now: Attempt;
  trans: TranslationBundle;
}): JSX.Element {
  const { atStart, now, trans } = props;
  return (
    <table className="uh-comparison">
      <caption>{trans.__('Your answers')}</caption>
      <tbody>
        <AnswerRow when={trans.__('at the start')} attempt={atStart} trans={trans} />
        <AnswerRow when={trans.__('now, at first')} attempt={now} trans={trans} />
      </tbody>
    </table>
  );
}

function AnswerRow(props: {
  when: string;
  attempt: Attempt | undefined;
  trans: TranslationBundle;
}): JSX.Element {
  const { when, attempt, trans } = props;
  return (
    <tr>
      <th scope="row">{when}</th>
      <td>
        <WithCode text={attempt?.first ?? trans.__('not answered')} />
      </td>
      <td>{attempt && (attempt.first_right ? trans.__('✓ right') : trans.__('✗ not right'))}</td>
    </tr>
  );
}
