import { nullTranslator } from '@jupyterlab/translation';
import { act, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { CourseError } from '../../extension/src/api';
import type { IExerciseApi } from '../../extension/src/exercise/api';
import { isSolutionOpen, triesWord } from '../../extension/src/exercise/attempts';
import { differenceWords, readCheck, verdict } from '../../extension/src/exercise/check';
import { ExerciseModel } from '../../extension/src/exercise/model';
import { CheckView } from '../../extension/src/exercise/view';
import type { Check, Difference } from '../../extension/src/generated/check';
import { CourseModel } from '../../extension/src/model';
import { FakeApi, catalog, progress } from './fixtures';

const trans = nullTranslator.load('underhood');
const ID = { page: 'm1/gpus', name: 'size' };

function check(facts: Partial<Check> = {}): Check {
  return {
    exercise: 'size',
    page: 'm1/gpus',
    title: 'How many?',
    state: 'wrong',
    reason: null,
    code: 'abc',
    cases: [
      { title: 'fits', passed: true, expected: null, came: null, difference: null, error: null },
      {
        title: 'does not fit',
        passed: false,
        expected: '(3, 2)',
        came: '(2, 2)',
        difference: {
          kind: 'value',
          index: '[0]',
          expected: '3',
          came: '2',
          differing: 1,
          size: 2,
          max_error: '1'
        },
        error: null
      },
      {
        title: 'nothing',
        passed: false,
        expected: '(0, 0)',
        came: null,
        difference: null,
        error: {
          kind: 'ZeroDivisionError',
          message: '<b>by zero</b>',
          line: 2,
          text: 'return 1 / 0'
        }
      }
    ],
    ...facts
  };
}

class FakeExerciseApi implements IExerciseApi {
  count = jest.fn(async () => progress());
  solution = jest.fn<ReturnType<IExerciseApi['solution']>, Parameters<IExerciseApi['solution']>>(
    async () => ({
      rows: [
        { sign: ' ', text: 'def f():' },
        { sign: '-', text: '    return 1' },
        { sign: '+', text: '    return 2' }
      ]
    })
  );
  reset = jest.fn<ReturnType<IExerciseApi['reset']>, Parameters<IExerciseApi['reset']>>(
    async () => ({ path: '.underhood/backups/size.py', source: 'as handed out' })
  );
}

async function setUp(tries = 0, state: 'tried' | 'solved' = 'tried') {
  const courseApi = new FakeApi();
  courseApi.catalog = catalog();
  courseApi.catalog.modules[0].pages[1].exercises = [
    { name: 'size', title: 'How many?', level: 2, hints: ['first `a // b`', 'second'] }
  ];
  if (tries > 0) {
    courseApi.progress.pages['m1/gpus'].exercises = { size: { state, tries } };
  }
  const course = new CourseModel({ api: courseApi, trans });
  await course.refresh();
  const api = new FakeExerciseApi();
  return { course, courseApi, api, model: new ExerciseModel({ course, api, trans }) };
}

const actions = { showHint: jest.fn(), showSolution: jest.fn(), reset: jest.fn() };

describe('readCheck', () => {
  it('takes what check() wrote as it is', () => {
    expect(readCheck(check())).toEqual(check());
  });

  it.each([
    null,
    3,
    [],
    {},
    { ...check(), state: 'great' },
    { ...check(), title: 7 },
    { ...check(), cases: 1 }
  ])('refuses %j', data => {
    expect(readCheck(data)).toBeNull();
  });

  it('leaves out what is no case and bounds what is drawn', () => {
    const data = {
      ...check(),
      cases: [null, 3, { passed: 'yes' }, ...Array(1000).fill(check().cases[0])]
    };
    expect(readCheck(data)?.cases.length).toBe(47);
    expect(readCheck({ ...check(), title: 'x'.repeat(10_000) })?.title.length).toBe(4000);
  });
});

describe('words', () => {
  it('of each state', () => {
    const words = (facts: Partial<Check>) => verdict(check(facts), trans);
    expect(words({ state: 'untouched' })).toBe('Not tried yet: the code is still as handed out');
    expect(words({})).toBe('Not yet right: 1 of 3 checks pass');
    expect(words({ state: 'right' })).toBe('Right: all 3 checks pass');
    expect(words({ state: 'unchecked', reason: 'no GPU' })).toBe(
      'This machine can’t check it: no GPU'
    );
  });

  it('of a difference', () => {
    const difference = check().cases[1].difference as Difference;
    expect(differenceWords(difference, trans)).toBe(
      'First difference at [0]: expected 3, came 2. 1 of 2 values differ, by 1 at most.'
    );
    expect(differenceWords({ ...difference, index: null }, trans)).toBeNull();
    expect(differenceWords({ ...difference, kind: 'shape' }, trans)).toBe(
      'The shape should be 3 and is 2.'
    );
  });

  it('of tries', () => {
    expect(triesWord(undefined, trans)).toBe('0 of 3 tries until the solution');
    expect(triesWord({ state: 'tried', tries: 2 }, trans)).toBe('2 of 3 tries until the solution');
    expect(triesWord({ state: 'tried', tries: 3 }, trans)).toBeNull();
    expect(isSolutionOpen({ state: 'solved', tries: 1 })).toBe(true);
  });
});

describe('ExerciseModel', () => {
  it('has the server count what was tried, and nothing else', async () => {
    const { model, api } = await setUp();
    await model.record(check({ state: 'untouched', cases: [] }));
    await model.record(check({ state: 'unchecked', reason: 'no GPU', cases: [] }));
    expect(api.count).not.toHaveBeenCalled();
    await model.record(check());
    await model.record(check({ state: 'right' }));
    expect(api.count.mock.calls).toEqual([
      ['m1/gpus', 'size', false, 'abc'],
      ['m1/gpus', 'size', true, 'abc']
    ]);
    expect(model.view(ID).announcement).toBe('How many?: Right: all 3 checks pass');
  });

  it('says so where the try could not be kept', async () => {
    const { model, api } = await setUp();
    api.count.mockRejectedValueOnce(new CourseError('The disk is full.', 507));
    await model.record(check());
    expect(model.view(ID).message).toBe('The try could not be kept. The disk is full.');
  });

  it('gives hints one by one, and they stay over the next check', async () => {
    const { model } = await setUp();
    for (const shown of [1, 2, 2]) {
      model.showHint(ID);
      expect(model.view(ID).hints).toBe(shown);
    }
    await model.record(check());
    expect(model.view(ID).hints).toBe(2);
  });

  it('shows the solution or the refusal', async () => {
    const { model, api } = await setUp();
    api.solution.mockRejectedValueOnce(new CourseError('the solution opens later', 403));
    await model.showSolution(ID, 'mine');
    expect([model.view(ID).solution, model.view(ID).message]).toEqual([
      null,
      'the solution opens later'
    ]);
    await model.showSolution(ID, 'mine');
    expect(model.view(ID).solution?.length).toBe(3);
    expect(model.view(ID).message).toBeNull();
    expect(api.solution).toHaveBeenLastCalledWith('m1/gpus', 'size', 'mine');
    await model.record(check());
    expect(model.view(ID).solution).toBeNull(); // it was held against other code
  });

  it('gives nothing to put into the cell where the backup failed', async () => {
    const { model, api } = await setUp();
    api.reset.mockRejectedValueOnce(new CourseError('The disk is full.', 500));
    expect(await model.reset(ID, 'mine')).toBeNull();
    expect(await model.reset(ID, 'mine')).toBe('as handed out');
    expect(model.view(ID).message).toContain('.underhood/backups/size.py');
  });
});

describe('CheckView', () => {
  it('shows what was expected and what came, as text', async () => {
    const { model } = await setUp(1);
    render(<CheckView check={check()} model={model} actions={actions} trans={trans} />);
    const group = screen.getByRole('group', { name: 'Exercise: How many?' });
    expect(within(group).getByText('Not yet right: 1 of 3 checks pass')).toBeTruthy();
    expect([...group.querySelectorAll('dd')].map(({ textContent }) => textContent)).toEqual([
      '(3, 2)',
      '(2, 2)',
      '(0, 0)',
      'ZeroDivisionError: <b>by zero</b>'
    ]);
    expect(within(group).getByText('1 more check fails')).toBeTruthy();
    expect(within(group).getByText('1 of 3 tries until the solution')).toBeTruthy();
    expect(group.querySelector('b')).toBeNull();
  });

  it('opens the solution only when it is open', async () => {
    const closed = await setUp(2);
    const { unmount } = render(
      <CheckView check={check()} model={closed.model} actions={actions} trans={trans} />
    );
    fireEvent.click(screen.getByRole('button', { name: 'Solution' }));
    expect(actions.showSolution).not.toHaveBeenCalled();
    unmount();
    const open = await setUp(3);
    await open.model.showSolution(ID, 'mine');
    const shown = render(
      <CheckView check={check()} model={open.model} actions={actions} trans={trans} />
    );
    const rows = within(screen.getByRole('region', { name: 'Solution' })).getAllByRole('listitem');
    expect(rows.map(({ textContent }) => textContent)).toEqual([
      ' def f():',
      '−yours:    return 1',
      '+solution:    return 2'
    ]);
    shown.unmount();
  });

  it('gives hints with their number, and code in them as code', async () => {
    const { model } = await setUp();
    act(() => model.showHint(ID));
    render(<CheckView check={check()} model={model} actions={actions} trans={trans} />);
    expect(screen.getByRole('log', { name: 'Hints' }).textContent).toBe('Hint 1. first a // b');
    expect(screen.getByText('a // b').tagName).toBe('CODE');
    fireEvent.click(screen.getByRole('button', { name: 'Hint 2 of 2' }));
    expect(actions.showHint).toHaveBeenCalledWith(ID);
  });

  it('announces the result a moment later', async () => {
    jest.useFakeTimers();
    const { model } = await setUp();
    await model.record(check());
    render(<CheckView check={check()} model={model} actions={actions} trans={trans} />);
    expect(screen.getByRole('status').textContent).toBe('');
    act(() => {
      jest.advanceTimersByTime(200);
    });
    expect(screen.getByRole('status').textContent).toBe(
      'How many?: Not yet right: 1 of 3 checks pass'
    );
    jest.useRealTimers();
  });
});
