import type { TranslationBundle } from '@jupyterlab/translation';
import type { Kind, Page } from './generated/catalog';
import type { HandinState } from './generated/handins';
import type { Progress } from './generated/progress';

/** The drawings in components/shape.tsx; each differs from the others without colour. */
export type Shape =
  | 'unopened'
  | 'started'
  | 'read'
  | 'done'
  | 'not-released'
  | 'released'
  | 'fetched'
  | 'handed-in'
  | 'graded';

/** A page's state for the eye and in a word. */
export interface IPageMark {
  shape: Shape;
  word: string;
}

/** How far the exercises of a page are. */
export interface IExerciseCounts {
  all: number;
  tried: number;
  solved: number;
}

/** Counts a page's exercises up to the chosen level: what was tried and what was solved, each one once. */
export function countExercises(page: Page, progress: Progress | null): IExerciseCounts {
  const attempts = progress?.pages[page.id]?.exercises ?? {};
  const shown = page.exercises.filter(({ level }) => level <= (progress?.level ?? 1));
  const inState = (state: string) =>
    shown.filter(({ name }) => attempts[name]?.state === state).length;
  return { all: shown.length, tried: inState('tried'), solved: inState('solved') };
}

/** `2 of 3 exercises solved, 1 tried`; null for a page without any. */
export function exercisesWord(
  { all, tried, solved }: IExerciseCounts,
  trans: TranslationBundle
): string | null {
  if (all === 0) {
    return null;
  }
  const word = trans._n('%2 of %1 exercise solved', '%2 of %1 exercises solved', all, solved);
  return tried > 0 ? trans.__('%1, %2 tried', word, tried) : word;
}

function allSolved(page: Page, progress: Progress | null): boolean {
  const { all, solved } = countExercises(page, progress);
  return solved === all;
}

/**
 * Whether a page counts as done: marked so, read with all of its exercises solved, or a hand-in
 * that was handed in.
 */
export function isPageDone(
  page: Page,
  progress: Progress | null,
  handin: HandinState | undefined
): boolean {
  if (handin?.state === 'handed-in' || handin?.state === 'graded') {
    return true;
  }
  const entry = progress?.pages[page.id];
  return entry?.state === 'done' || (entry?.read === true && allSolved(page, progress));
}

/** The state shown in a page's row; a hand-in's exchange state, if known, says more than its progress. */
export function markPage(
  page: Page,
  progress: Progress | null,
  handin: HandinState | undefined,
  trans: TranslationBundle
): IPageMark {
  if (handin) {
    return { shape: handin.state, word: handinWord(handin, trans) };
  }
  const entry = progress?.pages[page.id];
  if (isPageDone(page, progress, handin)) {
    return { shape: 'done', word: trans.__('done') };
  }
  if (entry?.read) {
    return { shape: 'read', word: trans.__('read') };
  }
  return entry
    ? { shape: 'started', word: trans.__('started') }
    : { shape: 'unopened', word: trans.__('not opened') };
}

/** `graded 8/8`, with the points of the required parts. */
export function handinWord(handin: HandinState, trans: TranslationBundle): string {
  switch (handin.state) {
    case 'not-released':
      return trans.__('not released');
    case 'released':
      return trans.__('released');
    case 'fetched':
      return trans.__('fetched');
    case 'handed-in':
      return trans.__('handed in');
    case 'graded':
      return handin.score === null || handin.max_score === null
        ? trans.__('graded')
        : trans.__('graded %1/%2', formatPoints(handin.score), formatPoints(handin.max_score));
  }
}

/** At most two decimals: `8`, `7.5`, `0.33`. */
export function formatPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}

/** A moment in the reader's own form and time zone, to the minute. */
export function formatTime(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'short', timeStyle: 'short' });
}

/** The word for what is not an ordinary page; null for one. */
export function kindWord(kind: Kind, trans: TranslationBundle): string | null {
  switch (kind) {
    case 'exercise':
      return trans.__('exercise');
    case 'handin':
      return trans.__('hand-in');
    case 'quiz':
      return trans.__('quiz');
    case 'project':
      return trans.__('project');
    case 'page':
      return null;
  }
}
