import type { Kind, Page } from '../generated/catalog';
import type { HandinState } from '../generated/handins';
import type { Progress } from '../generated/progress';
import { isPageDone } from '../state';

/** Where the student is with a page; each page is in one of these. */
export type PageStage = 'not-started' | 'started' | 'done' | 'to-hand-in';

export const STAGES: readonly PageStage[] = ['not-started', 'started', 'done', 'to-hand-in'];

export const KINDS: readonly Kind[] = ['page', 'exercise', 'handin', 'quiz', 'project'];

/** What of the chosen course to look at now; it belongs to the window, not to the progress. */
export interface IViewFilter {
  /** Stages to show; none stands for all. */
  stages: readonly PageStage[];
  /** Kinds to show; none stands for all. */
  kinds: readonly Kind[];
  /** Whether to show only what is above the level that the student had before. */
  onlyNew: boolean;
}

export const NO_FILTER: IViewFilter = { stages: [], kinds: [], onlyNew: false };

/** Where the student is with a page: what is to be handed in is that, opened or not. */
export function stageOf(
  page: Page,
  progress: Progress | null,
  handin: HandinState | undefined
): PageStage {
  if (isPageDone(page, progress, handin)) {
    return 'done';
  }
  if (handin?.state === 'released' || handin?.state === 'fetched') {
    return 'to-hand-in';
  }
  return progress?.pages[page.id] ? 'started' : 'not-started';
}

/** How many stages and kinds are picked. */
export function countPicked(view: IViewFilter): number {
  return view.stages.length + view.kinds.length;
}

/** The filter that an earlier session kept, without what is no stage or kind. */
export function restoreFilter(kept: unknown): IViewFilter {
  const { stages, kinds, onlyNew } = (kept ?? {}) as Record<keyof IViewFilter, unknown>;
  const pick = <T>(known: readonly T[], value: unknown) =>
    known.filter(one => Array.isArray(value) && value.includes(one));
  return { stages: pick(STAGES, stages), kinds: pick(KINDS, kinds), onlyNew: onlyNew === true };
}

/** The level above which everything is new to the student; null where there is nothing to tell apart. */
export function newAbove(progress: Progress | null): number | null {
  const known = progress?.known_level ?? 0;
  return progress && known > 0 && known < progress.level ? known : null;
}
