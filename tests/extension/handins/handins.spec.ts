import { nullTranslator } from '@jupyterlab/translation';
import type { HandinState } from '../../../extension/src/generated/handins';
import { listParts } from '../../../extension/src/handins/handin';
import { hasOpenPoints, listPoints } from '../../../extension/src/handins/checklist';
import { daysLate, describeDue, penaltyWord } from '../../../extension/src/handins/due';
import { receiptText } from '../../../extension/src/handins/receipt';
import { check, handin, part } from '../fixtures';

const trans = nullTranslator.load('underhood');
const HOUR = 3_600_000;
const at = (text: string) => new Date(text).getTime(); // in this machine's own time zone

describe('describeDue', () => {
  const due = new Date(2026, 10, 20, 13, 0).toISOString();
  const words = (now: string, facts: Partial<HandinState> = {}) =>
    describeDue(handin({ due, ...facts }), at(now), trans);

  it('counts days of the reader’s calendar, not of 24 hours', () => {
    expect(words('2026-11-17T23:50')?.text).toBe('due in 3 days');
    expect(words('2026-11-19T00:10')?.text).toMatch(/^due tomorrow, /);
    expect(words('2026-11-20T08:00')?.text).toMatch(/^due today, /);
    expect(words('2026-11-21T08:00')?.text).toMatch(/^was due yesterday, /);
    expect(words('2026-11-23T08:00')?.text).toBe('was due 3 days ago');
  });

  it('counts a day of 23 hours as one', () => {
    const spring = new Date(2026, 2, 29, 12, 0).toISOString(); // clocks change in Europe
    expect(words('2026-03-27T12:00', { due: spring })?.text).toBe('due in 2 days');
  });

  it('says how urgent it is, and is not past within the grace', () => {
    expect(words('2026-11-17T12:00')?.urgency).toBe('none');
    expect(words('2026-11-20T08:00')?.urgency).toBe('near');
    expect(words('2026-11-20T13:10', { grace_minutes: 15 })).toMatchObject({
      text: expect.stringMatching(/^due now, not late until/),
      urgency: 'near'
    });
    expect(words('2026-11-20T13:16', { grace_minutes: 15 })?.urgency).toBe('past');
  });

  it('explains more time, grace, the cost of being late and attempts', () => {
    const hint = words('2026-11-17T12:00', {
      due_for_all: new Date(2026, 10, 18, 13, 0).toISOString(),
      grace_minutes: 15,
      penalty: { per_day: 0.1, at_most: 0.5 },
      attempts: 'best'
    })?.hint;
    expect(hint?.split('\n')).toHaveLength(5);
    expect(hint).toContain('You have more time');
    expect(hint).toContain('costs 10 %');
  });

  it('says nothing where nothing is due, or what is due can’t be read', () => {
    expect(describeDue(handin(), 0, trans)).toBeNull();
    expect(describeDue(handin({ due: 'soon' }), 0, trans)).toBeNull();
  });
});

it('counts begun days after the grace, and what they cost', () => {
  const due = '2026-11-20T12:00:00+00:00';
  const penalty = { per_day: 0.1, at_most: 0.25 };
  const state = handin({ due, grace_minutes: 60, penalty });
  const base = Date.parse(due);
  expect([0.5, 1.5, 25.5, 99].map(hours => daysLate(state, base + hours * HOUR))).toEqual([
    0, 1, 2, 5
  ]);
  expect([0, 1, 2, 5].map(days => penaltyWord(state, days))).toEqual([
    null,
    '10 %',
    '20 %',
    '25 %'
  ]);
});

describe('listPoints', () => {
  const now = Date.parse('2026-11-20T12:00:00+00:00');
  const parts = [
    part('naive', { work: 'written' }),
    part('padded', { work: 'begun', title: 'Padding' }),
    part('shared', { kind: 'invited', work: 'untouched', title: 'A tile' })
  ];
  const base: Partial<HandinState> = {
    state: 'fetched',
    path: 'convolution/convolution.ipynb',
    parts,
    work: { problems: [], ran: true, checked: true },
    check: check()
  };
  const points = (facts: Partial<HandinState> = {}, changedSinceRun: boolean | null = null) => {
    const state = handin({ ...base, ...facts });
    return listPoints(state, listParts(null, state, []), { now, changedSinceRun }, trans);
  };
  const find = (id: string, ...rest: Parameters<typeof points>) =>
    points(...rest).filter(one => one.id === id);

  it('names required parts that are not written, and invited ones for information', () => {
    expect(find('written')).toMatchObject([
      {
        state: 'open',
        text: '1 of 2 required parts is not written',
        details: ['Padding: partly as it was released']
      },
      { state: 'note', details: ['A tile'] }
    ]);
  });

  it('has nothing open when all is done', () => {
    const written = [part('naive', { work: 'written' }), parts[2]];
    const list = points({ parts: written, due: '2026-11-21T12:00:00+00:00' });
    expect(list.map(({ id, state }) => [id, state])).toEqual([
      ['written', 'done'],
      ['written', 'note'],
      ['ran', 'done'],
      ['tests', 'done'],
      ['time', 'done']
    ]);
    expect(hasOpenPoints(list)).toBe(false);
  });

  it('takes a check of this version for a run from a fresh kernel', () => {
    const work = { problems: [], ran: false, checked: false };
    expect(find('ran', { work })[0]).toMatchObject({ state: 'open', action: 'run' });
    expect(find('ran', { work: { ...work, checked: true } })[0].state).toBe('done');
    expect(find('ran', { work: { ...work, ran: true } })[0].state).toBe('done');
    expect(find('ran', { work: { ...work, ran: true } }, true)[0].state).toBe('open');
  });

  it('asks for a check of this version, and tells whose tests fail', () => {
    const work = { problems: [], ran: true, checked: false };
    expect(find('tests', { work })[0]).toMatchObject({ state: 'open', action: 'check' });
    const failing = (...cells: string[]) =>
      find('tests', { check: check({ failed: cells.map(cell => ({ cell, error: '' })) }) })[0];
    expect(failing('test-padded', 'test-shared')).toMatchObject({
      state: 'open',
      text: '2 visible tests fail',
      details: ['Padding', 'A tile']
    });
    expect(failing('test-shared')).toMatchObject({ state: 'note' });
    expect(find('tests', { check: check({ problem: 'it was stopped' }) })[0].state).toBe('open');
  });

  it('says what being late costs', () => {
    const late = { due: '2026-11-18T13:00:00+00:00', penalty: { per_day: 0.1, at_most: 1 } };
    expect(find('time', late)[0]).toMatchObject({
      state: 'open',
      text: 'Late: 2 days begun, which costs 20 %'
    });
  });

  it('tells of files that are gone first', () => {
    const work = { problems: ['x.ipynb is not in your folder.'], ran: false, checked: false };
    expect(points({ work })[0]).toMatchObject({ id: 'files', action: 'fetch' });
  });
});

it('writes a receipt with nbgrader’s own time', () => {
  const text = receiptText(
    {
      handin: 'convolution',
      title: 'Convolution',
      course_id: 'underhood',
      student: 'ada',
      timestamp: '2026-11-20 12:00:00.000000 UTC',
      time: '2026-11-20T12:00:00+00:00',
      due: null,
      files: [{ name: 'convolution.ipynb', bytes: 12, sha256: 'ab'.repeat(32) }]
    },
    trans
  );
  expect(text).toContain('Time: 2026-11-20 12:00:00.000000 UTC');
  expect(text).toContain(`convolution.ipynb, 12 bytes, SHA-256 ${'ab'.repeat(32)}`);
});
