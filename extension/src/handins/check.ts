import type { TranslationBundle } from '@jupyterlab/translation';
import type { Check } from '../generated/handins';

/** One thing that Check found. */
export interface IFinding {
  /** Title of the hand-in's part, or null where the cell belongs to none. */
  part: string | null;
  /** nbgrader's id of the cell, or its first line. */
  cell: string;
  message: string;
}

export interface ICheckReport {
  passed: boolean;
  /** Why it could not be finished, in words. */
  problem: string | null;
  findings: IFinding[];
}

/** The part of a hand-in that a test belongs to. */
interface ITestedPart {
  title: string;
  cells: readonly string[];
}

/** nbgrader's findings in words, with the part that each failed test belongs to. */
export function explainCheck(
  check: Check,
  parts: readonly ITestedPart[],
  trans: TranslationBundle
): ICheckReport {
  const find = (cell: string, message: string): IFinding => ({
    part: parts.find(part => part.cells.includes(cell))?.title ?? null,
    cell,
    message
  });
  const findings = [
    ...check.type_changed.map(({ cell, old_type, new_type }) =>
      find(
        cell,
        trans.__('This was a %1 cell and is now a %2 cell; turn it back.', new_type, old_type)
      )
    ),
    ...check.changed.map(({ cell }) =>
      find(
        cell,
        trans.__(
          'This test was changed. Your answer is kept, and grading puts the test back; undo the change to check with it.'
        )
      )
    ),
    ...check.failed.map(({ cell, error }) =>
      find(cell, lastLine(error) ?? trans.__('The test failed.'))
    )
  ];
  return {
    passed: findings.length === 0 && check.problem === null,
    problem: check.problem,
    findings
  };
}

/**
 * The last line of a traceback, which says what was wrong, without terminal colours.
 *
 * @returns null for an empty text.
 */
export function lastLine(text: string): string | null {
  const plain = text.replace(/\u001b\[[0-9;]*[A-Za-z]/g, '');
  return (
    plain
      .split('\n')
      .map(line => line.trim())
      .filter(line => line !== '')
      .at(-1) ?? null
  );
}
