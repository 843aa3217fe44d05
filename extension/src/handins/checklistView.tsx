import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { HandinAction, ICourseActions } from '../components/actions';
import { listPoints } from './checklist';
import type { IPoint } from './checklist';
import type { HandinState } from '../generated/handins';
import type { ICourseModel } from '../tokens';

interface IChecklistProps {
  state: HandinState;
  model: ICourseModel;
  actions: ICourseActions;
  /** Whether the row has the focus: only then Tab goes through the buttons. */
  active: boolean;
  trans: TranslationBundle;
}

/** Each outline differs from the others, so that colour only repeats what the shape says. */
const DRAWINGS: Record<IPoint['state'], string> = {
  done: 'M2.5 8.5l3.5 4 7.5-9',
  open: 'M8 2.5v7M8 12v1.5',
  note: 'M4 8h8'
};

/** What to look at before handing in, in place; it follows the notebook while it stands. */
export function Checklist(props: IChecklistProps): JSX.Element {
  const { state, model, actions, active, trans } = props;
  const changedSinceRun = state.path === null ? null : actions.changedSinceRun(state.path);
  const parts = model.parts(state.name);
  const points = listPoints(state, parts, { now: model.now, changedSinceRun }, trans);
  const open = points.filter(point => point.state === 'open').length;
  const root = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => root.current?.focus(), []);
  const tabIndex = active ? 0 : -1;
  const close = () => {
    root.current?.closest<HTMLElement>('[role="treeitem"]')?.focus();
    model.review(null);
  };
  return (
    <div
      className="uh-checklist"
      role="group"
      tabIndex={-1}
      ref={root}
      aria-label={trans._n(
        'Before handing in: 1 point is open',
        'Before handing in: %1 points are open',
        open
      )}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          close();
        }
      }}
    >
      <strong>{trans.__('Before handing in')}</strong>
      <ul>
        {points.map((point, index) => (
          <PointLine
            key={`${point.id}${index}`}
            point={point}
            tabIndex={tabIndex}
            disabled={point.action === 'check' && state.checking !== null}
            onAct={action => actions.handin(action, state.name)}
            trans={trans}
          />
        ))}
      </ul>
      <div className="uh-handin-actions">
        <button
          type="button"
          className="uh-button"
          data-point-action="submit"
          tabIndex={tabIndex}
          disabled={model.isBusy(state.name)}
          onClick={() => actions.submitAnyway(state.name)}
        >
          {open > 0 ? trans.__('Hand in anyway') : trans.__('Hand in now')}
        </button>
        <button type="button" className="uh-button" tabIndex={tabIndex} onClick={close}>
          {trans.__('Not yet')}
        </button>
      </div>
    </div>
  );
}

function PointLine(props: {
  point: IPoint;
  tabIndex: number;
  disabled: boolean;
  onAct: (action: HandinAction) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { point, tabIndex, disabled, onAct, trans } = props;
  const { action } = point;
  const words = {
    done: trans.__('done'),
    open: trans.__('open'),
    note: trans.__('for information')
  };
  const labels = {
    run: trans.__('Restart and run all'),
    check: trans.__('Check'),
    fetch: trans.__('Fetch')
  };
  return (
    <li className="uh-point" data-state={point.state} data-point={point.id}>
      <svg
        viewBox="0 0 16 16"
        width="12"
        height="12"
        focusable="false"
        role="img"
        aria-label={words[point.state]}
      >
        <path d={DRAWINGS[point.state]} />
      </svg>
      <span>
        {point.text}
        {point.details.length > 0 && (
          <ul>
            {point.details.map(detail => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
        )}
        {action !== undefined && (
          <button
            type="button"
            className="uh-button"
            data-point-action={action}
            tabIndex={tabIndex}
            disabled={disabled}
            onClick={() => onAct(action)}
          >
            {labels[action]}
          </button>
        )}
      </span>
    </li>
  );
}
