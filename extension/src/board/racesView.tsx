import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { BoardPlace, BoardRace } from '../generated/handins';

/** How many places a long board shows before it is asked for all. */
const FIRST = 10;

interface IRacesProps {
  races: readonly BoardRace[];
  /** The name on the board that is the reader's own, where that is certain. */
  own: string | null;
  tabIndex: number;
  trans: TranslationBundle;
}

/** Each race with its places, the fastest first; equal speeds have the same rank. */
export function BoardRaces({ races, ...rest }: IRacesProps): JSX.Element {
  return (
    <>
      {races.map((race, index) => (
        <Race key={index} race={race} {...rest} />
      ))}
    </>
  );
}

function Race(props: Omit<IRacesProps, 'races'> & { race: BoardRace }): JSX.Element {
  const { race, own, tabIndex, trans } = props;
  const [all, setAll] = React.useState(false);
  const id = React.useId();
  const { places } = race;
  // One more than there is room for needs no button.
  const isLong = places.length > FIRST + 1;
  const shown =
    isLong && !all ? places.filter((place, index) => index < FIRST || isOwn(place, own)) : places;
  return (
    <div className="uh-board-race">
      <p id={id}>{race.name}</p>
      <ol aria-labelledby={id}>
        {shown.map((place, index) => (
          <li key={index} value={place.rank} data-own={isOwn(place, own)}>
            {placeWords(place, trans)}
            {isOwn(place, own) && <strong> – {trans.__('you')}</strong>}
          </li>
        ))}
      </ol>
      {isLong && (
        <button
          type="button"
          className="uh-button"
          tabIndex={tabIndex}
          aria-expanded={all}
          aria-describedby={id}
          onClick={() => setAll(!all)}
        >
          {all ? trans.__('Show the first %1', FIRST) : trans.__('Show all %1', places.length)}
        </button>
      )}
    </div>
  );
}

function isOwn(place: BoardPlace, own: string | null): boolean {
  return own !== null && place.nickname === own;
}

/** `Grace, 91 % of the reference`. */
function placeWords({ nickname, share }: BoardPlace, trans: TranslationBundle): string {
  return trans.__('%1, %2 % of the reference', nickname, Math.round(100 * share).toLocaleString());
}
