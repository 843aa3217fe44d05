import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IDiffRow } from './api';

/** The solution held against the student's code, line by line: signs and words say what colour repeats. */
export function Solution(props: {
  rows: readonly IDiffRow[];
  trans: TranslationBundle;
}): JSX.Element {
  const { rows, trans } = props;
  const same = rows.every(({ sign }) => sign === ' ');
  return (
    <div className="uh-solution" role="region" aria-label={trans.__('Solution')} tabIndex={0}>
      <p>
        {same
          ? trans.__('Your code is the solution, line by line.')
          : trans.__('− is your code, + is the solution.')}
      </p>
      <div className="uh-diff" role="list">
        {rows.map(({ sign, text }, index) => (
          <div key={index} role="listitem" className="uh-diff-row" data-sign={sign}>
            <span className="uh-diff-sign" aria-hidden="true">
              {sign === '-' ? '−' : sign}
            </span>
            {sign !== ' ' && (
              <span className="uh-visually-hidden">
                {sign === '+' ? trans.__('solution:') : trans.__('yours:')}
              </span>
            )}
            <code>{text}</code>
          </div>
        ))}
      </div>
    </div>
  );
}
