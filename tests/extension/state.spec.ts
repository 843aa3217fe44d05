import { nullTranslator } from '@jupyterlab/translation';
import { explainCheck, lastLine } from '../../extension/src/handins/check';
import { addOwnHandins, enabledActions, listParts } from '../../extension/src/handins/handin';
import { isPageDone, markPage } from '../../extension/src/state';
import { catalog, check, handin, handins, page, part, progress } from './fixtures';

const trans = nullTranslator.load('underhood');
const convolution = catalog().modules[0].pages[4];

describe('markPage', () => {
  it.each([
    ['m1/memory', 'done', 'done'],
    ['m1/gpus', 'started', 'started'],
    ['m2/threads', 'unopened', 'not opened']
  ])('%s', (id, shape, word) => {
    expect(markPage(page(id, id), progress(), undefined, trans)).toEqual({
      shape,
      word
    });
  });

  it.each([
    ['not-released', 'not released'],
    ['released', 'released'],
    ['fetched', 'fetched'],
    ['handed-in', 'handed in'],
    ['graded', 'graded 7.5/8']
  ] as const)('hand-in %s', (state, word) => {
    const one = handin({ state, score: 7.5, max_score: 8 });
    expect(markPage(convolution, progress(), one, trans)).toEqual({
      shape: state,
      word
    });
  });

  it('says graded where the score is not known', () => {
    expect(markPage(convolution, null, handin({ state: 'graded' }), trans).word).toBe('graded');
  });
});

it('counts a page as done by its mark, a hand-in also by being handed in', () => {
  expect(isPageDone(page('m1/memory', ''), progress(), undefined)).toBe(true);
  expect(isPageDone(page('m1/gpus', ''), progress(), undefined)).toBe(false);
  expect(isPageDone(convolution, progress(), handin({ state: 'fetched' }))).toBe(false);
  expect(isPageDone(convolution, progress(), handin({ state: 'handed-in' }))).toBe(true);
});

describe('enabledActions', () => {
  const on = (facts: Parameters<typeof handin>[0], busy = false) =>
    Object.entries(enabledActions(handin(facts), busy))
      .filter(([, enabled]) => enabled)
      .map(([action]) => action);
  const path = 'convolution/convolution.ipynb';

  it('follows the hand-in’s way', () => {
    expect(on({ state: 'not-released' })).toEqual([]);
    expect(on({ state: 'released' })).toEqual(['fetch']);
    expect(on({ state: 'fetched', path })).toEqual(['check', 'submit']);
    expect(on({ state: 'handed-in', path })).toEqual(['check', 'submit']);
    expect(on({ state: 'handed-in', path, feedback: 'ready' })).toContain('feedback');
    expect(on({ state: 'graded', path, feedback: 'fetched' })).toContain('feedback');
  });

  it('offers a copy that was lost anew', () => {
    expect(on({ state: 'handed-in' })).toEqual(['fetch']);
  });

  it('offers nothing while busy, and nothing of an unknown hand-in', () => {
    expect(on({ state: 'fetched', path }, true)).toEqual([]);
    expect(Object.values(enabledActions(undefined, false))).not.toContain(true);
  });
});

describe('listParts', () => {
  const kinds = (specializations: string[], state = handin()) =>
    listParts(convolution.handin, state, specializations).map(({ kind }) => kind);

  it('follows the specialization', () => {
    expect(kinds([])).toEqual(['required', 'invited']);
    expect(kinds(['deep-learning'])).toEqual(['required', 'invited']);
    expect(kinds(['deep-learning', 'computer-graphics'])).toEqual(['required', 'required']);
  });

  it('takes the graded kind and score, and parts only the teacher knows', () => {
    const graded = handin({
      state: 'graded',
      parts: [
        part('naive', { score: 8, max_score: 8, decided: true }),
        part('shared', { kind: 'invited', score: 3, max_score: 4, decided: true }),
        part('extra', { kind: 'invited', score: 0, max_score: 1, decided: true })
      ]
    });
    const lines = listParts(convolution.handin, graded, ['computer-graphics']);
    expect(lines.map(({ name, score, points }) => [name, score, points])).toEqual([
      ['naive', 8, 8],
      ['shared', 3, 4],
      ['extra', 0, 1]
    ]);
    expect(lines[1].kind).toBe('invited');
  });
});

it('adds the teacher’s own hand-ins as a last module', () => {
  const own = handin({ name: 'essay', title: 'An essay', page_id: null });
  const course = addOwnHandins(catalog(), handins(handin(), own), 'More');
  expect(course.modules.at(-1)?.pages.map(({ title, handin: h }) => [title, h?.name])).toEqual([
    ['An essay', 'essay']
  ]);
  expect(addOwnHandins(catalog(), handins(handin()), 'More').modules).toHaveLength(2);
});

describe('explainCheck', () => {
  const parts = convolution.handin?.parts ?? [];

  it('names the part, the cell and the last line of the traceback', () => {
    const error = 'Traceback\n\u001b[0;31mAssertionError\u001b[0m: max error 3.0\n\n';
    const found = check({ failed: [{ cell: 'test-shared', error }] });
    expect(explainCheck(found, parts, trans)).toEqual({
      passed: false,
      problem: null,
      findings: [
        {
          part: 'A tile in work-group memory',
          cell: 'test-shared',
          message: 'AssertionError: max error 3.0'
        }
      ]
    });
  });

  it('explains changed tests and changed kinds of cells', () => {
    const report = explainCheck(
      check({
        changed: [{ cell: 'assert True' }],
        type_changed: [{ cell: 'test-naive', old_type: 'markdown', new_type: 'code' }]
      }),
      parts,
      trans
    );
    expect(report.findings.map(({ cell, part }) => [cell, part])).toEqual([
      ['test-naive', 'One thread per output'],
      ['assert True', null]
    ]);
    expect(report.findings[0].message).toContain('was a code cell and is now a markdown cell');
  });

  it('passes where nbgrader found nothing, and not where it was stopped', () => {
    expect(explainCheck(check(), parts, trans).passed).toBe(true);
    expect(explainCheck(check({ problem: 'it was stopped' }), parts, trans).passed).toBe(false);
  });

  it('finds no last line in an empty text', () => {
    expect(lastLine('\n \n')).toBeNull();
  });
});
