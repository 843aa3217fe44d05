import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Check } from '../generated/check';
import { CHECK_MIME, readCheck } from './check';
import type { IExerciseId } from './model';

/** What the cell that runs a check says of it. */
const CALL = /^check\(\s*["']([a-z0-9-]+)["']/m;

/** The name of the exercise that a cell is, or checks; null for other cells. */
export function exerciseNameAt(cell: Cell): string | null {
  return nameIn(cell) ?? CALL.exec(cell.model.sharedModel.getSource())?.[1] ?? null;
}

/** The exercise's cell in a notebook: the student may have moved it. */
export function exerciseCell(panel: NotebookPanel, name: string): Cell | undefined {
  return panel.content.widgets.find(cell => nameIn(cell) === name);
}

/** The exercise that the active cell of a page is about. */
export function activeExercise(panel: NotebookPanel, page: string): IExerciseId | null {
  const cell = panel.content.activeCell;
  const name = cell && exerciseNameAt(cell);
  return name ? { page, name } : null;
}

/** The results among a cell's outputs. */
export function checksIn(cell: Cell): Check[] {
  const outputs: unknown = cell.model.type === 'code' ? cell.model.toJSON().outputs : [];
  return (Array.isArray(outputs) ? outputs : []).flatMap(output => {
    const data = (output as { data?: Record<string, unknown> } | null)?.data;
    const check = readCheck(data?.[CHECK_MIME]);
    return check ? [check] : [];
  });
}

function nameIn(cell: Cell): string | null {
  const own: unknown = cell.model.getMetadata('underhood');
  const name = (own as { exercise?: { name?: unknown } } | null | undefined)?.exercise?.name;
  return typeof name === 'string' ? name : null;
}
