import type { TranslationBundle } from '@jupyterlab/translation';
import type { HandinState } from '../generated/handins';
import type { IPartLine } from './handin';
import { daysLate, penaltyWord } from './due';

/** One line of what to look at before handing in. */
export interface IPoint {
  id: 'files' | 'written' | 'ran' | 'tests' | 'time';
  /** `open` is advice: handing in stays possible. */
  state: 'done' | 'open' | 'note';
  text: string;
  /** What the line is about in particular, such as parts. */
  details: string[];
  /** What can be done about it at once. */
  action?: 'run' | 'check' | 'fetch';
}

export interface IChecklistOptions {
  /** Milliseconds since 1970. */
  now: number;
  /** Whether a cell was changed since it was run, in the notebook as it is open; null if it is not. */
  changedSinceRun: boolean | null;
}

/**
 * What to look at before handing in, from the student's copy as it is on the disk.
 *
 * @param parts - with their kind for this student.
 */
export function listPoints(
  state: HandinState,
  parts: readonly IPartLine[],
  options: IChecklistOptions,
  trans: TranslationBundle
): IPoint[] {
  return [
    ...filesPoint(state, trans),
    ...writtenPoints(parts, trans),
    ranPoint(state, options.changedSinceRun, trans),
    testsPoint(state, parts, trans),
    ...timePoint(state, options.now, trans)
  ];
}

/** Whether anything is left to do. */
export function hasOpenPoints(points: readonly IPoint[]): boolean {
  return points.some(({ state }) => state === 'open');
}

function filesPoint(state: HandinState, trans: TranslationBundle): IPoint[] {
  const problems = state.work?.problems ?? [];
  return problems.length === 0
    ? []
    : [
        {
          id: 'files',
          state: 'open',
          text: trans._n(
            'A file is not as it should be',
            '%1 files are not as they should be',
            problems.length
          ),
          details: problems,
          action: 'fetch'
        }
      ];
}

function writtenPoints(parts: readonly IPartLine[], trans: TranslationBundle): IPoint[] {
  const known = parts.filter(({ work }) => work !== null);
  if (known.length === 0) {
    return [];
  }
  const required = known.filter(({ kind }) => kind === 'required');
  const invited = known.filter(({ kind }) => kind === 'invited');
  const left = required.filter(({ work }) => work !== 'written');
  const points: IPoint[] = [
    left.length === 0
      ? {
          id: 'written',
          state: 'done',
          text: trans._n(
            'The required part is written',
            'All %1 required parts are written',
            required.length
          ),
          details: []
        }
      : {
          id: 'written',
          state: 'open',
          text: trans._n(
            '1 of %2 required parts is not written',
            '%1 of %2 required parts are not written',
            left.length,
            required.length
          ),
          details: left.map(part => partWord(part, trans))
        }
  ];
  const untouched = invited.filter(({ work }) => work !== 'written');
  if (untouched.length > 0) {
    points.push({
      id: 'written',
      state: 'note',
      text: trans._n(
        'Invited, and not written: 1 part',
        'Invited, and not written: %1 parts',
        untouched.length
      ),
      details: untouched.map(part => partWord(part, trans))
    });
  }
  return required.length === 0 ? points.slice(1) : points;
}

function partWord({ title, work }: IPartLine, trans: TranslationBundle): string {
  return work === 'begun' ? trans.__('%1: partly as it was released', title) : title;
}

function ranPoint(
  state: HandinState,
  changedSinceRun: boolean | null,
  trans: TranslationBundle
): IPoint {
  const ran = (state.work?.ran ?? false) && changedSinceRun !== true;
  return ran || state.work?.checked
    ? {
        id: 'ran',
        state: 'done',
        text: trans.__('This version was run from a fresh kernel, from top to bottom'),
        details: []
      }
    : {
        id: 'ran',
        state: 'open',
        text: trans.__('Not run from a fresh kernel, from top to bottom, in this version'),
        details: [],
        action: 'run'
      };
}

function testsPoint(
  state: HandinState,
  parts: readonly IPartLine[],
  trans: TranslationBundle
): IPoint {
  const { check } = state;
  if (!state.work?.checked || !check || check.problem !== null) {
    return {
      id: 'tests',
      state: 'open',
      text: trans.__('The visible tests were not run on this version'),
      details: [],
      action: 'check'
    };
  }
  const failing = [...check.type_changed, ...check.changed, ...check.failed].map(
    ({ cell }) => cell
  );
  if (failing.length === 0) {
    return { id: 'tests', state: 'done', text: trans.__('All visible tests pass'), details: [] };
  }
  const partOf = (cell: string) => parts.find(({ cells }) => cells.includes(cell));
  const onlyInvited = failing.every(cell => partOf(cell)?.kind === 'invited');
  return {
    id: 'tests',
    state: onlyInvited ? 'note' : 'open',
    text: onlyInvited
      ? trans._n(
          '%1 visible test of an invited part fails',
          '%1 visible tests of invited parts fail',
          failing.length
        )
      : trans._n('%1 visible test fails', '%1 visible tests fail', failing.length),
    details: [...new Set(failing.map(cell => partOf(cell)?.title ?? cell))]
  };
}

function timePoint(state: HandinState, now: number, trans: TranslationBundle): IPoint[] {
  if (state.due === null) {
    return [];
  }
  const days = daysLate(state, now);
  if (days === 0) {
    return [{ id: 'time', state: 'done', text: trans.__('In time'), details: [] }];
  }
  const cost = penaltyWord(state, days);
  const late = trans._n('Late: %1 day begun', 'Late: %1 days begun', days);
  return [
    {
      id: 'time',
      state: 'open',
      text: cost === null ? late : trans.__('%1, which costs %2', late, cost),
      details: []
    }
  ];
}
