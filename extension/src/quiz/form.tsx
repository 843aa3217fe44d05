import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useRef, useState } from 'react';
import { WithCode } from '../components/withCode';
import type { ChoiceQuiz, NumberQuiz, OrderQuiz, Quiz } from '../generated/quiz';
import { move } from './answer';
import type { Answer } from './answer';

export interface IFieldProps<Q extends Quiz, A extends Answer> {
  quiz: Q;
  answer: A;
  onChange(answer: A): void;
  trans: TranslationBundle;
}

type ChoiceAnswer = Extract<Answer, { kind: 'choice' }>;
type NumberAnswer = Extract<Answer, { kind: 'number' }>;
type OrderAnswer = Extract<Answer, { kind: 'order' }>;

/** One option out of several: a radio group, which arrows go through. */
export function ChoiceField(props: IFieldProps<ChoiceQuiz, ChoiceAnswer>): JSX.Element {
  const { quiz, answer, onChange } = props;
  const name = useId();
  return (
    <div className="uh-options">
      {quiz.options.map(({ text }, option) => (
        <label key={option} className="uh-option">
          <input
            type="radio"
            name={name}
            checked={answer.option === option}
            onChange={() => onChange({ kind: 'choice', option })}
          />
          <span>
            <WithCode text={text} />
          </span>
        </label>
      ))}
    </div>
  );
}

/** A number and its unit. */
export function NumberField(props: IFieldProps<NumberQuiz, NumberAnswer>): JSX.Element {
  const { quiz, answer, onChange, trans } = props;
  return (
    <p>
      <label>
        {trans.__('Your answer')}{' '}
        <input
          type="text"
          inputMode="decimal"
          autoComplete="off"
          className="uh-number"
          value={answer.typed}
          onChange={event => onChange({ kind: 'number', typed: event.target.value })}
        />{' '}
        {quiz.unit ?? ''}
      </label>
    </p>
  );
}

/** Items put in order: each has two buttons, and on either of them the arrows do the same. */
export function OrderField(props: IFieldProps<OrderQuiz, OrderAnswer>): JSX.Element {
  const { answer, onChange, trans } = props;
  const list = useRef<HTMLOListElement>(null);
  const [said, setSaid] = useState('');
  const shift = (from: number, by: -1 | 1) => {
    const items = move(answer.items, from, by);
    if (items !== answer.items) {
      onChange({ kind: 'order', items });
      setSaid(trans.__('%1: place %2 of %3', items[from + by], from + by + 1, items.length));
    }
  };
  return (
    <>
      <ol className="uh-order" ref={list}>
        {answer.items.map((item, place) => (
          <li
            key={item}
            onKeyDown={event => {
              const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : null;
              if (by !== null) {
                event.preventDefault();
                shift(place, by);
              }
            }}
          >
            <span className="uh-order-item">
              <WithCode text={item} />
            </span>
            <MoveButton
              by={-1}
              item={item}
              disabled={place === 0}
              shift={() => shift(place, -1)}
              {...props}
            />
            <MoveButton
              by={1}
              item={item}
              disabled={place === answer.items.length - 1}
              shift={() => shift(place, 1)}
              {...props}
            />
          </li>
        ))}
      </ol>
      <div className="uh-visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
    </>
  );
}

function MoveButton(props: {
  by: -1 | 1;
  item: string;
  disabled: boolean;
  shift(): void;
  trans: TranslationBundle;
}): JSX.Element {
  const { by, item, disabled, shift, trans } = props;
  const label = by < 0 ? trans.__('Move “%1” up', item) : trans.__('Move “%1” down', item);
  return (
    <button
      type="button"
      className="uh-button uh-move"
      aria-label={label}
      title={label}
      aria-disabled={disabled}
      onClick={shift}
    >
      <svg viewBox="0 0 16 16" width="12" height="12" focusable="false" aria-hidden="true">
        <path d={by < 0 ? 'M8 13V3.500M4 7.500l4-4 4 4' : 'M8 3v9.500M4 8.500l4 4 4-4'} />
      </svg>
    </button>
  );
}
