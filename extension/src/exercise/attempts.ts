import type { TranslationBundle } from '@jupyterlab/translation';
import type { Attempt, Progress } from '../generated/progress';

/** How many tries open the solution; the server has the last word. */
export const TRIES = 3;

/** A student's attempt at an exercise; undefined if it was not tried. */
export function attemptAt(
  progress: Progress | null,
  page: string,
  name: string
): Attempt | undefined {
  return progress?.pages[page]?.exercises?.[name];
}

/** Whether the solution may be looked at. */
export function isSolutionOpen(attempt: Attempt | undefined): boolean {
  return attempt?.state === 'solved' || (attempt?.tries ?? 0) >= TRIES;
}

/** `1 of 3 tries until the solution`; null where it is open. */
export function triesWord(attempt: Attempt | undefined, trans: TranslationBundle): string | null {
  return isSolutionOpen(attempt)
    ? null
    : trans.__('%1 of %2 tries until the solution', attempt?.tries ?? 0, TRIES);
}
