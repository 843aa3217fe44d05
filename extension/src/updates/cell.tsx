import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CellChoice, ChangedCell } from '../generated/update';
import { Lines } from './lines';
import { changeWords, choiceWord, placeWord } from './words';

/** A cell that differs: what happened to it, both texts, and what is to be done. */
export function CellDifference(props: {
  cell: ChangedCell;
  choice: CellChoice;
  onChoose: (choice: CellChoice) => void;
  disabled: boolean;
  trans: TranslationBundle;
}): JSX.Element {
  const { cell, choice, onChoose, disabled, trans } = props;
  const place = placeWord(cell, trans);
  const name = React.useId();
  return (
    <li className="uh-update-cell" data-kind={cell.kind} data-conflict={cell.conflict}>
      <h3>{place}</h3>
      <p className="uh-update-words">
        {cell.conflict && <strong className="uh-update-conflict">{trans.__('Conflict')}</strong>}
        {changeWords(cell, trans).map(word => (
          <span key={word}>{word}</span>
        ))}
      </p>
      <fieldset disabled={disabled}>
        <legend className="uh-visually-hidden">
          {trans.__('%1: %2. What is to be done?', place, changeWords(cell, trans).join(', '))}
        </legend>
        {cell.choices.map(one => (
          <label key={one}>
            <input
              type="radio"
              name={name}
              value={one}
              checked={one === choice}
              onChange={() => onChoose(one)}
            />
            {choiceWord(cell, one, trans)}
          </label>
        ))}
      </fieldset>
      <Lines
        lines={cell.lines}
        label={trans.__('Difference of cell %1', cell.number)}
        inMine={cell.in_mine}
        inCourse={cell.in_course}
        trans={trans}
      />
    </li>
  );
}
