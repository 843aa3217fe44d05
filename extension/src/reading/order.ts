import type { IChoice } from '../filter';
import { CourseIndex } from '../find/courseIndex';
import type { Catalog, Page, Section } from '../generated/catalog';
import type { Progress } from '../generated/progress';

/** The pages before and after one. */
export interface INeighbours {
  previous: Page | null;
  next: Page | null;
}

/** Where to go on. */
export interface IPlace {
  kind: 'start' | 'continue' | 'next';
  page: Page;
  /** Where in the page; null for its beginning. */
  heading: string | null;
}

/** Whether a choice shows a page or, in a page that is shown, a section. */
export function isShown(item: Page | Section, choice: IChoice): boolean {
  return (
    item.level <= choice.level &&
    (choice.additionalReading || !item.additional_reading) &&
    (item.specializations.length === 0 ||
      item.specializations.some(id => choice.specializations.includes(id)))
  );
}

/**
 * The shown pages on both sides of one, which need not be shown itself: a deep link leads anywhere.
 *
 * `neighbours(catalog, choice, 'm1/gpus').next?.id === 'm2/threads'`
 */
export function neighbours(catalog: Catalog, choice: IChoice, id: string): INeighbours {
  const { pages: all } = CourseIndex.of(catalog);
  const at = all.findIndex(page => page.id === id);
  const shows = (page: Page) => isShown(page, choice);
  return at < 0
    ? { previous: null, next: null }
    : {
        previous: all.slice(0, at).reverse().find(shows) ?? null,
        next: all.slice(at + 1).find(shows) ?? null
      };
}

/**
 * The page opened last, at the heading read last; the next one that is not done if that one is.
 *
 * @returns null where everything that the choice shows is done.
 */
export function placeToContinue(
  catalog: Catalog,
  choice: IChoice,
  progress: Progress | null,
  isDone: (page: Page) => boolean
): IPlace | null {
  const { pages: all } = CourseIndex.of(catalog);
  const last = progress?.last_page;
  const at = last ? all.findIndex(({ id }) => id === last) : -1;
  if (at >= 0 && !isDone(all[at])) {
    const page = all[at];
    return { kind: 'continue', page, heading: progress?.pages[page.id]?.heading ?? null };
  }
  const waiting = (page: Page) => isShown(page, choice) && !isDone(page);
  const page = all.slice(at + 1).find(waiting) ?? all.find(waiting);
  return page
    ? {
        kind: at >= 0 ? 'next' : 'start',
        page,
        heading: progress?.pages[page.id]?.heading ?? null
      }
    : null;
}
