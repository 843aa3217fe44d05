import type { TranslationBundle } from '@jupyterlab/translation';
import type { PageStage } from './find/viewFilter';
import type { Catalog, Kind, Page } from './generated/catalog';
import { describeDue } from './handins/due';
import type { IPageRow, ISectionRow, Row } from './rows';
import { gpuWord, lackingGpu, missingPrerequisites } from './reading/needs';
import { durationWord } from './reading/time';
import {
  countExercises,
  exercisesWord,
  formatPoints,
  isPageDone,
  kindWord,
  markPage
} from './state';
import type { ICourseModel } from './tokens';

/**
 * All that a row shows, in words: its name for screen readers.
 *
 * `Introduction to GPUs, started, level 2, 25 minutes`.
 */
export function describeRow(row: Row, model: ICourseModel, trans: TranslationBundle): string {
  switch (row.kind) {
    case 'module':
      return trans.__(
        '%1, %2 of %3 done, %4',
        row.title,
        row.module.done,
        row.module.total,
        durationWord(row.module.minutes, trans)
      );
    case 'page':
      return describePage(row, model, trans);
    case 'section':
      return describeSection(row, model.catalog, trans);
  }
}

function describePage(row: IPageRow, model: ICourseModel, trans: TranslationBundle): string {
  const { page, minutes, specializations, hiddenSections } = row.page;
  const mark = markPage(page, model.progress, model.handinOf(page), trans);
  const kind = kindWord(page.kind, trans);
  const handin = model.handinOf(page);
  return list([
    page.title,
    mark.word,
    newerWord(page, model, trans),
    exercisesWord(countExercises(page, model.progress), trans),
    kind,
    trans.__('level %1', page.level),
    minutesWord(minutes, trans),
    ...specializationTitles(specializations, model.catalog),
    gpuWord(page.gpu, lackingGpu(page, model.machine), trans),
    handin !== undefined && (describeDue(handin, model.now, trans)?.text ?? null),
    handin?.feedback_new === true && trans.__('new feedback'),
    hiddenSections > 0 && hiddenWord(hiddenSections, trans),
    row.page.excerpt !== undefined && row.page.excerpt
  ]);
}

/** That the course has a newer version of a page than the student, or that the student's is broken. */
export function newerWord(
  page: Page,
  model: ICourseModel,
  trans: TranslationBundle
): string | null {
  switch (model.updates.of(page.id)?.state) {
    case 'broken':
      return trans.__('broken file');
    case undefined:
      return null;
    default:
      return trans.__('newer version');
  }
}

function describeSection(
  row: ISectionRow,
  catalog: Catalog | null,
  trans: TranslationBundle
): string {
  const { section } = row.section;
  return list([
    section.title,
    trans.__('level %1', section.level),
    minutesWord(section.minutes, trans),
    ...specializationTitles(section.specializations, catalog),
    section.additional_reading && trans.__('additional reading'),
    row.section.excerpt !== undefined && row.section.excerpt
  ]);
}

/** `25 minutes`; null for no time at all. */
export function minutesWord(minutes: number, trans: TranslationBundle): string | null {
  const whole = Math.round(minutes);
  return minutes <= 0
    ? null
    : whole < 1
      ? trans.__('less than a minute')
      : trans._n('%1 minute', '%1 minutes', whole);
}

/** How many of a page's sections the choice hides. */
export function hiddenWord(count: number, trans: TranslationBundle): string {
  return trans._n('%1 more section hidden', '%1 more sections hidden', count);
}

/** A stage of a page as it is picked. */
export function stageTitle(stage: PageStage, trans: TranslationBundle): string {
  switch (stage) {
    case 'not-started':
      return trans.__('Not started');
    case 'started':
      return trans.__('Started');
    case 'done':
      return trans.__('Done');
    case 'to-hand-in':
      return trans.__('To hand in');
  }
}

/** A kind of page as it is picked. */
export function kindTitle(kind: Kind, trans: TranslationBundle): string {
  switch (kind) {
    case 'page':
      return trans.__('Page');
    case 'exercise':
      return trans.__('Exercise');
    case 'handin':
      return trans.__('Hand-in');
    case 'quiz':
      return trans.__('Quiz');
    case 'project':
      return trans.__('Project');
  }
}

/** `8 points`. */
export function pointsWord(points: number, trans: TranslationBundle): string {
  return points === 1 ? trans.__('1 point') : trans.__('%1 points', formatPoints(points));
}

/** A row's name, and what it says beyond it: which pages to read first. */
export function hintRow(
  row: Row,
  name: string,
  model: ICourseModel,
  trans: TranslationBundle
): string {
  const first = row.kind === 'page' ? firstToRead(row.page.page, model) : [];
  return first.length === 0
    ? name
    : trans.__('%1\nBetter read first: %2', name, list(first.map(({ title }) => title)));
}

/** The pages that this one builds on and that are not done. */
export function firstToRead(page: Page, model: ICourseModel): Page[] {
  const isDone = (one: Page) => isPageDone(one, model.progress, model.handinOf(one));
  return model.catalog && page.requires.length > 0
    ? missingPrerequisites(page, model.catalog, isDone)
    : [];
}

function specializationTitles(ids: readonly string[], catalog: Catalog | null): string[] {
  return ids.map(id => catalog?.specializations.find(one => one.id === id)?.title ?? id);
}

function list(parts: readonly (string | null | false)[]): string {
  return parts.filter(part => part !== null && part !== false).join(', ');
}
