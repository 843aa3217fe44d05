import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Line, Part } from '../generated/update';
import { foldEqual } from './folding';

/**
 * Two texts, side by side where there is room and otherwise line below line.
 *
 * A line that only one side has bears a sign and, for screen readers, a word.
 */
export function Lines(props: {
  lines: readonly Line[];
  label: string;
  inMine: boolean;
  inCourse: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { lines, label, inMine, inCourse, trans } = props;
  const [whole, setWhole] = React.useState(false);
  const shown = whole ? lines : foldEqual(lines);
  return (
    <div className="uh-lines" role="group" aria-label={label} data-one-side={!inMine || !inCourse}>
      <div className="uh-line uh-line-names" aria-hidden="true">
        <span>{inMine ? trans.__('− mine') : trans.__('− as it was')}</span>
        <span>{trans.__('+ the course’s')}</span>
      </div>
      {shown.map((line, index) =>
        typeof line === 'number' ? (
          <button key={index} type="button" className="uh-line-fold" onClick={() => setWhole(true)}>
            {trans._n('Show %1 equal line', 'Show %1 equal lines', line)}
          </button>
        ) : (
          <div key={index} className="uh-line" data-same={line.same}>
            <Side parts={line.mine} side="mine" same={line.same} trans={trans} />
            <Side parts={line.course} side="course" same={line.same} trans={trans} />
          </div>
        )
      )}
    </div>
  );
}

function Side(props: {
  parts: readonly Part[] | null;
  side: 'mine' | 'course';
  same: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { parts, side, same, trans } = props;
  if (parts === null) {
    return <span className="uh-side" data-side={side} data-absent="true" aria-hidden="true" />;
  }
  const mine = side === 'mine';
  return (
    // An equal line is read once.
    <span className="uh-side" data-side={side} aria-hidden={same && !mine ? true : undefined}>
      <span className="uh-sign" aria-hidden="true">
        {same ? ' ' : mine ? '−' : '+'}
      </span>
      {!same && (
        <span className="uh-visually-hidden">
          {mine ? trans.__('mine:') : trans.__('the course’s:')}
        </span>
      )}
      <code>
        {parts.map((part, index) =>
          part.changed ? (
            <mark key={index}>{part.text}</mark>
          ) : (
            <React.Fragment key={index}>{part.text}</React.Fragment>
          )
        )}
      </code>
    </span>
  );
}
