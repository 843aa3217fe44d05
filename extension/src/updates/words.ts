import type { TranslationBundle } from '@jupyterlab/translation';
import type { BackupReason } from '../generated/backups';
import type { CellChoice, ChangedCell, ChangeKind } from '../generated/update';

/** What happened to a cell. */
export function kindWord(kind: ChangeKind, trans: TranslationBundle): string {
  switch (kind) {
    case 'new-in-course':
      return trans.__('new in the course');
    case 'changed-in-course':
      return trans.__('changed in the course');
    case 'deleted-in-course':
      return trans.__('deleted in the course');
    case 'moved-in-course':
      return trans.__('moved in the course');
    case 'changed-by-you':
      return trans.__('changed by you');
    case 'deleted-by-you':
      return trans.__('deleted by you');
    case 'changed-by-both':
      return trans.__('changed by you and in the course');
  }
}

/** Everything about what happened to a cell: a deleted one may have been changed as well. */
export function changeWords(cell: ChangedCell, trans: TranslationBundle): string[] {
  const words = [kindWord(cell.kind, trans)];
  if (cell.kind === 'deleted-in-course' && cell.conflict) {
    words.push(trans.__('changed by you'));
  }
  if (cell.kind === 'deleted-by-you' && cell.conflict) {
    words.push(trans.__('changed in the course'));
  }
  if (cell.moved && cell.kind !== 'moved-in-course') {
    words.push(trans.__('moved in the course'));
  }
  return words;
}

/** What choosing a side does with the cell. */
export function choiceWord(
  cell: ChangedCell,
  choice: CellChoice,
  trans: TranslationBundle
): string {
  if (choice === 'both') {
    return trans.__('Both, mine below');
  }
  const course = choice === 'course';
  switch (cell.kind) {
    case 'new-in-course':
      return course ? trans.__('Add it') : trans.__('Leave it out');
    case 'deleted-in-course':
      return course ? trans.__('Delete it') : trans.__('Keep mine');
    case 'deleted-by-you':
      return course ? trans.__('Bring it back') : trans.__('Leave it deleted');
    case 'moved-in-course':
      return course ? trans.__('Move it') : trans.__('Leave it where it is');
    default:
      return course ? trans.__('The course’s') : trans.__('Mine');
  }
}

export function cellTypeWord(type: string, trans: TranslationBundle): string {
  return type === 'code' ? trans.__('code') : trans.__('text');
}

/** Where a cell is: `Cell 4, code, under “Work groups”`. */
export function placeWord(cell: ChangedCell, trans: TranslationBundle): string {
  const type = cellTypeWord(cell.cell_type, trans);
  return cell.heading === null
    ? trans.__('Cell %1, %2', cell.number, type)
    : trans.__('Cell %1, %2, under “%3”', cell.number, type, cell.heading);
}

/** Why there is a backup. */
export function reasonWord(reason: BackupReason, trans: TranslationBundle): string {
  switch (reason) {
    case 'update':
      return trans.__('before the newer version was taken over');
    case 'reset':
      return trans.__('before the page was reset');
    case 'restore':
      return trans.__('before a backup was restored');
  }
}
