import type { TranslationBundle } from '@jupyterlab/translation';
import type { IChoice } from '../filter';
import { CourseIndex, shownMinutes } from '../find/courseIndex';
import type { Catalog, Page } from '../generated/catalog';
import type { Progress } from '../generated/progress';
import { isShown } from './order';

/** How long the course takes under a choice. */
export interface ICourseTime {
  /** Minutes of all that is shown. */
  total: number;
  /** Minutes of what is not done; of a page that was begun, from the heading read last. */
  left: number;
  done: number;
  pages: number;
}

/** Minutes of what the choice shows of a page. */
export function pageMinutes(page: Page, choice: IChoice): number {
  const hidden = page.sections
    .filter(section => !isShown(section, choice))
    .reduce((sum, { minutes }) => sum + minutes, 0);
  return shownMinutes(page.minutes, hidden);
}

/** Minutes from a heading to the end of what is shown of the page; of all of it for no heading, or an unknown one. */
export function minutesLeft(page: Page, choice: IChoice, heading: string | null): number {
  const all = pageMinutes(page, choice);
  const at = heading === null ? -1 : page.sections.findIndex(({ title }) => title === heading);
  if (at < 0) {
    return all;
  }
  const rest = page.sections
    .slice(at)
    .filter(section => isShown(section, choice))
    .reduce((sum, { minutes }) => sum + minutes, 0);
  return Math.min(all, Math.max(1, Math.round(rest)));
}

/** Adds up the pages that the choice shows. */
export function courseTime(
  catalog: Catalog,
  choice: IChoice,
  progress: Progress | null,
  isDone: (page: Page) => boolean
): ICourseTime {
  const time: ICourseTime = { total: 0, left: 0, done: 0, pages: 0 };
  const index = CourseIndex.of(catalog);
  const chosen = index.choose(choice);
  index.pages.forEach((page, at) => {
    if (!chosen.pages[at]) {
      return;
    }
    const minutes = chosen.minutes[at];
    const heading = progress?.pages[page.id]?.heading ?? null;
    time.pages += 1;
    time.total += minutes;
    if (isDone(page)) {
      time.done += 1;
    } else {
      time.left += heading === null ? minutes : minutesLeft(page, choice, heading);
    }
  });
  return time;
}

/** `25 min`, `1 h 20 min`, and from ten hours on `12 h`: nobody plans a day by the minute. */
export function durationWord(minutes: number, trans: TranslationBundle): string {
  const whole = Math.max(1, Math.round(minutes));
  const hours = Math.floor(whole / 60);
  const rest = whole % 60;
  if (hours === 0) {
    return trans.__('%1 min', whole);
  }
  return rest === 0 || hours >= 10
    ? trans.__('%1 h', Math.round(whole / 60))
    : trans.__('%1 h %2 min', hours, rest);
}

/** `about 3 h at level 2, 40 min left: 2 days of 20 min`. */
export function courseTimeWord(
  { total, left, pages, done }: ICourseTime,
  choice: IChoice,
  dailyMinutes: number | null,
  trans: TranslationBundle
): string {
  const all = trans.__('about %1 at level %2', durationWord(total, trans), choice.level);
  if (done === pages) {
    return trans.__('%1, all done', all);
  }
  const open = left === total ? all : trans.__('%1, %2 left', all, durationWord(left, trans));
  if (dailyMinutes === null || left <= dailyMinutes) {
    return open;
  }
  const days = Math.ceil(left / dailyMinutes);
  const daily = durationWord(dailyMinutes, trans);
  return trans._n('%2: %1 day of %3', '%2: %1 days of %3', days, open, daily);
}
