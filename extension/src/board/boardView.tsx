import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ICourseActions } from '../components/actions';
import type { HandinBoard, HandinState } from '../generated/handins';
import { BoardRaces } from './racesView';
import { nicknameRules } from './words';

interface IBoardProps {
  state: HandinState;
  board: HandinBoard;
  actions: ICourseActions;
  tabIndex: number;
  trans: TranslationBundle;
}

/** A hand-in's board: who is how fast, as the teacher published it, and whether one asks to be shown. */
export function BoardSection(props: IBoardProps): JSX.Element {
  const { state, board, tabIndex, trans } = props;
  return (
    <section className="uh-board">
      <h4>{trans.__('The board')}</h4>
      {board.races.length > 0 ? (
        <BoardRaces races={board.races} own={board.own} tabIndex={tabIndex} trans={trans} />
      ) : (
        <p>{trans.__('Nobody is on the board yet. Your teacher publishes it after grading.')}</p>
      )}
      {board.reason !== null && <p>{trans.__('You are not shown: %1.', board.reason)}</p>}
      {state.path === null ? (
        <p>{trans.__('To be on the board, fetch the hand-in first.')}</p>
      ) : (
        <NicknameForm {...props} />
      )}
    </section>
  );
}

/** Asks for a place on the board, by the name that the class is to see. */
function NicknameForm({ state, board, actions, tabIndex, trans }: IBoardProps): JSX.Element {
  const { nickname } = board;
  const [typed, setTyped] = React.useState<string | null>(null);
  const [problem, setProblem] = React.useState<string | null>(null);
  const [busy, setBusy] = React.useState(false);
  const field = React.useRef<HTMLInputElement>(null);
  const id = React.useId();
  // Until something is typed, it is what the file says.
  const value = typed ?? nickname ?? '';
  const choose = async (wanted: string | null) => {
    if (busy) {
      return;
    }
    setBusy(true);
    // The button that was pressed may be gone afterwards.
    field.current?.focus();
    try {
      const refused = await actions.chooseNickname(state.name, wanted);
      setProblem(refused);
      if (refused === null) {
        setTyped(null);
      }
    } finally {
      setBusy(false);
    }
  };
  const wrong = problem ?? board.problem;
  return (
    <form
      aria-label={trans.__('Your name on the board')}
      onSubmit={event => {
        event.preventDefault();
        void choose(value);
      }}
    >
      <p>
        {nickname === null
          ? trans.__('You do not ask to be on the board.')
          : trans.__('You ask to be on the board as “%1”.', nickname)}
      </p>
      <label htmlFor={id}>{trans.__('Nickname')}</label>
      <div className="uh-board-name">
        <input
          id={id}
          ref={field}
          className="uh-input"
          value={value}
          tabIndex={tabIndex}
          autoComplete="off"
          spellCheck={false}
          required
          aria-invalid={wrong !== null}
          aria-describedby={`${id}-rules`}
          onChange={event => setTyped(event.target.value)}
        />
        <button type="submit" className="uh-button" tabIndex={tabIndex} aria-disabled={busy}>
          {nickname === null ? trans.__('Join') : trans.__('Change')}
        </button>
        {(nickname !== null || board.problem !== null) && (
          <button
            type="button"
            className="uh-button"
            tabIndex={tabIndex}
            aria-disabled={busy}
            onClick={() => void choose(null)}
          >
            {trans.__('Leave')}
          </button>
        )}
      </div>
      {wrong !== null && (
        <p className="uh-handin-problem" role="alert">
          {wrong}
        </p>
      )}
      <p id={`${id}-rules`}>{nicknameRules(trans)}</p>
    </form>
  );
}
