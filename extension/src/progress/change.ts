import type { PageProgress, Progress } from '../generated/progress';

/** A change of one page's entry; what is absent stays. */
export type IPageChange = Partial<Omit<PageProgress, 'changed'>>;

/** A change of the progress; what is absent stays. */
export interface IProgressChange extends Partial<Omit<Progress, 'pages'>> {
  /** By page id; null takes the entry away. */
  pages?: Record<string, IPageChange | null>;
}

/** One change that does what two do, one after the other. */
export function mergeChanges(first: IProgressChange, then: IProgressChange): IProgressChange {
  const merged: IProgressChange = { ...first, ...then };
  if (first.pages || then.pages) {
    merged.pages = { ...first.pages };
    for (const [id, change] of Object.entries(then.pages ?? {})) {
      merged.pages[id] = change && mergePage(merged.pages[id] ?? {}, change);
    }
  }
  return merged;
}

/** The progress as the server will have it after a change. */
export function applyChange(progress: Progress, change: IProgressChange | null): Progress {
  if (!change) {
    return progress;
  }
  const pages = new Map(Object.entries(progress.pages));
  for (const [id, entry] of Object.entries(change.pages ?? {})) {
    if (entry) {
      pages.set(id, { state: 'started', ...mergePage(pages.get(id) ?? {}, entry) });
    } else {
      pages.delete(id);
    }
  }
  return { ...progress, ...change, pages: Object.fromEntries(pages) };
}

function mergePage(page: IPageChange, change: IPageChange): IPageChange {
  return {
    ...page,
    ...change,
    ...(change.exercises && { exercises: { ...page.exercises, ...change.exercises } }),
    ...(change.quizzes && { quizzes: { ...page.quizzes, ...change.quizzes } })
  };
}
