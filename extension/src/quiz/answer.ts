import type { NumberQuiz, Quiz } from '../generated/quiz';

/** A student's answer: the option's place, what was typed, or the items in their order. */
export type Answer =
  | { kind: 'choice'; option: number }
  | { kind: 'number'; typed: string }
  | { kind: 'order'; items: readonly string[] };

/** What an answer comes to. */
export interface IVerdict {
  right: boolean;
  /** Why, or what was mistaken; null where the question says nothing of this mistake. */
  why: string | null;
  /** The answer in words. */
  words: string;
}

/** Holds an answer against the question; null for one that is no answer yet. */
export function judge(quiz: Quiz, answer: Answer): IVerdict | null {
  if (quiz.kind === 'choice' && answer.kind === 'choice') {
    const option = quiz.options[answer.option];
    return option && { right: option.right === true, why: option.why, words: option.text };
  }
  if (quiz.kind === 'number' && answer.kind === 'number') {
    return judgeNumber(quiz, answer.typed);
  }
  if (quiz.kind === 'order' && answer.kind === 'order') {
    const right = quiz.items.every((item, place) => item === answer.items[place]);
    return { right, why: right ? quiz.why : null, words: answer.items.join(' · ') };
  }
  return null;
}

function judgeNumber(quiz: NumberQuiz, typed: string): IVerdict | null {
  const value = readNumber(typed, quiz.unit);
  if (value === null) {
    return null;
  }
  const isAt = ({ answer, tolerance = 0 }: { answer: number; tolerance?: number }) =>
    Math.abs(value - answer) <= tolerance + 1e-9 * Math.abs(answer);
  const right = isAt(quiz);
  return {
    right,
    why: right ? quiz.why : (quiz.mistakes?.find(isAt)?.why ?? null),
    words: quiz.unit === undefined ? String(value) : `${value} ${quiz.unit}`
  };
}

/**
 * The number somebody typed: `1 024`, `1,5`, `2e3` and `50 ms` where the unit is ms.
 *
 * A comma is the decimal sign unless three digits follow it and more than that is before or after.
 */
export function readNumber(typed: string, unit?: string): number | null {
  let text = typed.trim();
  if (unit !== undefined && text.toLowerCase().endsWith(unit.toLowerCase())) {
    text = text.slice(0, -unit.length);
  }
  text = text.replace(/[\s\u00a0\u202f'’_]/g, '').replace('−', '-');
  text = /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(text)
    ? text.replace(/,/g, '')
    : text.replace(',', '.');
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text) ? Number(text) : null;
}

/** The items as they are shown at first: always the same, and never in the right order. */
export function shownOrder(items: readonly string[]): string[] {
  // By their ends, as in the plain text of the cell: nothing that is in an order by itself.
  const end = (item: string) => [...item].reverse().join('');
  const shown = [...items].sort((a, b) => (end(a) < end(b) ? -1 : 1));
  return shown.every((item, place) => item === items[place]) ? shown.reverse() : shown;
}

/** The items with one of them moved a place up or down; the same where it can't go further. */
export function move(items: readonly string[], from: number, by: -1 | 1): readonly string[] {
  const to = from + by;
  if (from < 0 || from >= items.length || to < 0 || to >= items.length) {
    return items;
  }
  const moved = [...items];
  [moved[from], moved[to]] = [moved[to], moved[from]];
  return moved;
}
