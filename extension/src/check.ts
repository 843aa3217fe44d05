import type { TranslationBundle } from '@jupyterlab/translation';
import type { Part } from './generated/catalog';

/** What nbgrader's validation found in a notebook. */
export interface IValidation {
  /** Cells that were, say, turned from code to text: nothing was run. */
  type_changed?: { source: string; old_type: string; new_type: string }[];
  /** Test cells that the student changed. */
  changed?: { source: string }[];
  failed?: { source: string; error: string; raw_error: string }[];
}

/** Enough of a notebook's cell to know which test it is. */
export interface ICheckedCell {
  source: string;
  /** nbgrader's id of the cell. */
  id: string;
}

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
  findings: IFinding[];
}

/**
 * nbgrader's answer in words, with the part that each failed test belongs to.
 *
 * nbgrader names a cell by its source only; its id is looked up among the notebook's cells.
 */
export function explainValidation(
  result: IValidation,
  cells: readonly ICheckedCell[],
  parts: readonly Part[],
  trans: TranslationBundle
): ICheckReport {
  const find = (source: string, message: string): IFinding => {
    const id = cells.find(cell => cell.source.trim() === source.trim())?.id;
    return {
      part: (id && parts.find(part => part.cells.includes(id))?.title) || null,
      cell: id ?? source.trim().split('\n', 1)[0],
      message
    };
  };
  const findings = [
    ...(result.type_changed ?? []).map(({ source, old_type, new_type }) =>
      find(
        source,
        trans.__('This was a %1 cell and is now a %2 cell; turn it back.', new_type, old_type)
      )
    ),
    ...(result.changed ?? []).map(({ source }) =>
      find(source, trans.__('This test was changed; fetch the hand-in anew to get it back.'))
    ),
    ...(result.failed ?? []).map(({ source, raw_error }) =>
      find(source, lastLine(raw_error) ?? trans.__('The test failed.'))
    )
  ];
  return { passed: findings.length === 0, findings };
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
