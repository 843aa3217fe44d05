import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type { ChoiceQuiz, NumberQuiz, OrderQuiz } from '../../extension/src/generated/quiz';
import { judge, move, readNumber, shownOrder } from '../../extension/src/quiz/answer';
import { answerAtStart, countAnswer, keepFirst } from '../../extension/src/quiz/attempts';
import { readQuiz } from '../../extension/src/quiz/read';
import { QuizView } from '../../extension/src/quiz/view';
import { catalog, progress } from './fixtures';

const trans = nullTranslator.load('underhood');

const CHOICE: ChoiceQuiz = {
  id: 'which',
  kind: 'choice',
  question: 'Which `one`?',
  options: [
    { text: 'this', right: false, why: 'not this <b>one</b>' },
    { text: 'that', right: true, why: 'because' }
  ]
};
const NUMBER: NumberQuiz = {
  id: 'many',
  kind: 'number',
  question: 'How long?',
  answer: 50,
  tolerance: 1,
  unit: 'ms',
  why: 'So.',
  mistakes: [{ answer: 0.05, tolerance: 0.001, why: 'In seconds.' }]
};
const ORDER: OrderQuiz = {
  id: 'order',
  kind: 'order',
  question: 'In which order?',
  items: ['a', 'b', 'c'],
  why: 'So.'
};

function show(quiz: typeof CHOICE | typeof NUMBER | typeof ORDER, facts = {}) {
  const onAnswer = jest.fn();
  const props = { quiz, attempt: undefined, atStart: undefined, onAnswer, trans, ...facts };
  return { onAnswer, ...render(<QuizView {...props} />) };
}

describe('readQuiz', () => {
  it.each([CHOICE, NUMBER, ORDER])('takes a question as it is', quiz => {
    expect(readQuiz({ quizzes: [quiz] }, quiz.id)).toEqual(quiz);
  });

  it.each([
    null,
    {},
    { quizzes: 'x' },
    { quizzes: [null, 3] },
    { quizzes: [{ ...CHOICE, question: 3 }] },
    { quizzes: [{ ...CHOICE, options: [] }] },
    { quizzes: [{ ...CHOICE, options: [CHOICE.options[0], 'x'] }] },
    { quizzes: [{ ...CHOICE, options: [CHOICE.options[1], CHOICE.options[1]] }] },
    { quizzes: [{ ...CHOICE, kind: 'essay' }] },
    { quizzes: [{ ...NUMBER, id: 'which', answer: '3' }] },
    { quizzes: [{ ...ORDER, id: 'which', items: ['a', 'a', 'b'] }] }
  ])('refuses %j', metadata => {
    expect(readQuiz(metadata, 'which')).toBeNull();
  });
});

describe('judge', () => {
  it.each([
    ['50', true, 'So.'],
    ['50.9 ms', true, 'So.'],
    ['0,05', false, 'In seconds.'],
    ['52', false, null]
  ])('%s', (typed, right, why) => {
    expect(judge(NUMBER, { kind: 'number', typed })).toMatchObject({ right, why });
  });

  it('is null for what is no answer', () => {
    expect(judge(NUMBER, { kind: 'number', typed: 'fifty' })).toBeNull();
    expect(judge(CHOICE, { kind: 'choice', option: -1 }) ?? null).toBeNull();
  });

  it('wants the whole order', () => {
    expect(judge(ORDER, { kind: 'order', items: ['a', 'b', 'c'] })?.right).toBe(true);
    expect(judge(ORDER, { kind: 'order', items: ['a', 'c', 'b'] })?.right).toBe(false);
  });
});

it.each([
  ['1024', 1024],
  ['1,024', 1024],
  ['1 024', 1024],
  ['1,024,000.5', 1024000.5],
  ['1,5', 1.5],
  ['.5', 0.5],
  ['−3', -3],
  ['2e3', 2000],
  ['50MS', 50],
  ['', null],
  ['1.2.3', null],
  ['0x10', null],
  ['Infinity', null]
])('reads %s as %s', (typed, value) => {
  expect(readNumber(typed, 'ms')).toBe(value);
});

it('shows items never in the right order, and moves one at a time', () => {
  expect(shownOrder(['a', 'b', 'c'])).toEqual(['c', 'b', 'a']);
  expect(shownOrder(['ab', 'ba', 'c'])).toEqual(['ba', 'ab', 'c']);
  expect(move(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  const items = ['a', 'b'];
  expect(move(items, 0, -1)).toBe(items);
});

describe('what is kept', () => {
  const wrong = { right: false, why: null, words: 'this' };
  const right = { right: true, why: null, words: 'that' };

  it('counts tries, keeps the first answer, and solved stays solved', () => {
    const first = countAnswer(undefined, wrong);
    const second = countAnswer(first, right);
    const third = countAnswer(second, wrong);
    expect([first.state, second.state, third.state]).toEqual(['tried', 'solved', 'solved']);
    expect(third).toMatchObject({ tries: 3, first: 'this', first_right: false });
    expect(keepFirst({ ...right, words: 'x'.repeat(999) }).first).toHaveLength(300);
  });

  it('finds the answer at the start by the pair’s name', () => {
    const course = catalog();
    const pair = { name: 'trace', at: 'start' as const };
    course.modules[0].pages[0].quizzes = [{ id: 'which', kind: 'choice', level: 1, pair }];
    const known = progress();
    known.pages['m1/memory'].quizzes = { which: { state: 'tried', tries: 1, first: 'this' } };
    const asked: ChoiceQuiz = { ...CHOICE, id: 'again', pair: { name: 'trace', at: 'end' } };
    expect(answerAtStart(asked, course, known)?.first).toBe('this');
    expect(answerAtStart(CHOICE, course, known)).toBeUndefined();
    expect(answerAtStart(asked, null, null)).toBeUndefined();
  });
});

describe('QuizView', () => {
  it('judges a choice with its explanation, as text', () => {
    const { onAnswer, container } = show(CHOICE);
    expect(screen.getByRole('group', { name: /^Which/ })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Check my answer' }));
    expect(screen.getByRole('status').textContent).toBe('Choose one first.');
    fireEvent.click(screen.getByRole('radio', { name: 'this' }));
    fireEvent.click(screen.getByRole('button', { name: 'Check my answer' }));
    expect(screen.getByRole('status').textContent).toBe('Not right. not this <b>one</b>');
    expect(container.querySelector('b')).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: 'that' }));
    expect(screen.getByRole('status').textContent).toBe('');
    fireEvent.click(screen.getByRole('button', { name: 'Check my answer' }));
    expect(screen.getByRole('status').textContent).toBe('Right. because');
    expect(onAnswer.mock.calls.map(([{ right }]) => right)).toEqual([false, true]);
  });

  it('orders by arrows on a button, which keeps the focus', () => {
    const { onAnswer } = show(ORDER);
    const up = screen.getByRole('button', { name: 'Move “a” up' });
    up.focus();
    fireEvent.keyDown(up, { key: 'ArrowUp' });
    fireEvent.keyDown(up, { key: 'ArrowUp' });
    fireEvent.click(screen.getByRole('button', { name: 'Move “b” up' }));
    expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Move “a” up' }));
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual([
      'a',
      'b',
      'c'
    ]);
    expect(screen.getAllByRole('status')[0].textContent).toBe('b: place 2 of 3');
    fireEvent.click(screen.getByRole('button', { name: 'Check my answer' }));
    expect(onAnswer).toHaveBeenCalledWith(
      expect.objectContaining({ right: true, words: 'a · b · c' })
    );
  });

  it('keeps the answer at the start of the course without judging it', () => {
    const pair = { name: 'trace', at: 'start' as const };
    const { onAnswer, unmount } = show({ ...NUMBER, pair });
    fireEvent.click(screen.getByRole('button', { name: 'I don’t know yet' }));
    expect(onAnswer).toHaveBeenCalledWith({ right: false, why: null, words: 'I don’t know yet' });
    unmount();
    const attempt = { state: 'tried' as const, tries: 1, first: '3 ms', first_right: false };
    show({ ...NUMBER, pair }, { attempt });
    expect(screen.getByRole('status').textContent).toContain('Your answer is kept: 3 ms');
    expect(screen.queryByRole('button')).toBeNull();
    expect(screen.queryByText('Not right.')).toBeNull();
  });

  it('holds both answers against each other at the end', () => {
    const pair = { name: 'trace', at: 'end' as const };
    const atStart = { state: 'tried' as const, tries: 1, first: '3 ms', first_right: false };
    const attempt = { state: 'solved' as const, tries: 1, first: '50 ms', first_right: true };
    show({ ...NUMBER, pair }, { attempt, atStart });
    expect(screen.queryByRole('table')).toBeNull();
    fireEvent.change(screen.getByRole('textbox'), { target: { value: '50' } });
    fireEvent.submit(screen.getByRole('textbox'));
    const rows = screen.getAllByRole('row').map(({ textContent }) => textContent);
    expect(rows).toEqual(['at the start3 ms✗ not right', 'now, at first50 ms✓ right']);
  });
});
