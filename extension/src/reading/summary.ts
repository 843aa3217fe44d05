import type { TranslationBundle } from '@jupyterlab/translation';
import type { Page } from '../generated/catalog';
import { isPageDone } from '../state';
import type { ICourseModel } from '../tokens';
import { placeToContinue } from './order';
import type { IPlace } from './order';
import { courseTime, minutesLeft } from './time';
import type { ICourseTime } from './time';

/** How far the student is, and where to go on. */
export interface ICourseSummary {
  /** Null where everything that is shown is done. */
  place: IPlace | null;
  /** Of the page to go on with, from its heading on; 0 without one. */
  minutes: number;
  time: ICourseTime;
}

/** What a summary was made from: made anew only when one of these changed, not at every keystroke. */
const known = new WeakMap<ICourseModel, { from: readonly unknown[]; summary: ICourseSummary }>();

/** How far the student is under the present choice; null before the course is loaded. */
export function summarize(model: ICourseModel): ICourseSummary | null {
  const { catalog, progress, handins, choice } = model;
  if (!catalog || !progress) {
    return null;
  }
  const from = [catalog, progress, handins];
  const before = known.get(model);
  if (before?.from.every((one, at) => one === from[at])) {
    return before.summary;
  }
  const isDone = (page: Page) => isPageDone(page, progress, model.handinOf(page));
  const place = placeToContinue(catalog, choice, progress, isDone);
  const summary = {
    place,
    minutes: place ? minutesLeft(place.page, choice, place.heading) : 0,
    time: courseTime(catalog, choice, progress, isDone)
  };
  known.set(model, { from, summary });
  return summary;
}

/** `Continue: Introduction to GPUs`, or how else one goes on there. */
export function placeWord({ kind, page }: IPlace, trans: TranslationBundle): string {
  switch (kind) {
    case 'start':
      return trans.__('Start: %1', page.title);
    case 'continue':
      return trans.__('Continue: %1', page.title);
    case 'next':
      return trans.__('Next: %1', page.title);
  }
}
