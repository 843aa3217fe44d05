import { CourseIndex } from './find/courseIndex';
import { FilteredCourse } from './find/filteredCourse';
import { FIT } from './find/fuzzy';
import { countHidden } from './find/hidden';
import { ShownPage } from './find/shownPage';
import type { ITextHits } from './find/textHits';
import { NO_FILTER } from './find/viewFilter';
import type { IViewFilter, PageStage } from './find/viewFilter';
import type { Catalog, Level, Module, Page, Section } from './generated/catalog';
import type { IFoundWords } from './find/search';

/** What the student chose to see; it is kept with the progress. */
export interface IChoice {
  level: Level;
  /** Ids. */
  specializations: readonly string[];
  additionalReading: boolean;
}

/** A section that the choice shows. */
export interface IVisibleSection {
  section: Section;
  /** Its place among all of the page's sections. */
  index: number;
  /** The searched words in its text, with what stands around them. */
  excerpt?: string;
}

/** A page that the choice and the search show. */
export interface IVisiblePage {
  page: Page;
  sections: readonly IVisibleSection[];
  /** Those of `sections` with a searched word in their title or text. */
  found: readonly IVisibleSection[];
  /** The searched words in the text before the first section. */
  excerpt?: string;
  /** Whether a searched word stands in its own title. */
  byTitle: boolean;
  /** How many of the page's sections the choice hides. */
  hiddenSections: number;
  /** Reading time of what is shown. */
  minutes: number;
  /** Ids that the page or one of its shown sections names, in the catalog's order. */
  specializations: readonly string[];
}

/** A module with at least one page that is shown. */
export interface IVisibleModule {
  module: Module;
  pages: IVisiblePage[];
  /** Of the pages the choice shows, whatever is searched. */
  done: number;
  total: number;
  minutes: number;
}

/** Something that is hidden, and what shows it. */
export interface IHidden {
  reason: 'level' | 'specializations' | 'additional-reading' | 'stages' | 'kinds' | 'known';
  /** Pages that would be shown. */
  pages: number;
  /** Sections that would be shown in pages that are shown already. */
  sections: number;
  /** The choice that shows it; absent where the choice is not what hides it. */
  choice?: IChoice;
  /** The change of the filters that shows it; absent where they are not what hides it. */
  view?: Partial<IViewFilter>;
  /** The one stage that all of the hidden pages are in. */
  stage?: PageStage;
}

export interface IVisibleCourse {
  readonly modules: readonly IVisibleModule[];
  /** Counted when it is first asked for. */
  readonly hidden: readonly IHidden[];
  /** What to mark in titles and excerpts. */
  readonly words: IFoundWords;
}

/** What beside choice and words decides what is shown. */
export interface ILook {
  view: IViewFilter;
  /** The level above which everything is new; null where that is not known. */
  newAbove: number | null;
  stageOf: (page: Page) => PageStage;
  /** What the server found in the pages' texts. */
  texts: ITextHits | null;
}

/** What is shown before the course is loaded. */
export const NOTHING: IVisibleCourse = {
  modules: [],
  hidden: [],
  words: { terms: [], letters: [] }
};

/**
 * What of the course to show.
 *
 * Levels add up. What names no specialization is for everybody; what names some is shown if one of
 * them is chosen. Additional reading needs its switch. All words of the search must fit the page's
 * title, its shown sections' titles or its module's title, or else the server found them in the
 * page's text. While something is searched, what fits best comes first.
 *
 * @param isDone - whether a page counts as done.
 */
export function filterCourse(
  catalog: Catalog,
  choice: IChoice,
  search: string,
  isDone: (page: Page) => boolean,
  look: Partial<ILook> = {}
): IVisibleCourse {
  const course = new FilteredCourse(CourseIndex.of(catalog), search, {
    view: NO_FILTER,
    newAbove: null,
    stageOf: page => (isDone(page) ? 'done' : 'not-started'),
    texts: null,
    ...look
  });
  const modules = showModules(course, choice, isDone);
  let hidden: readonly IHidden[] | null = null;
  return {
    modules,
    get hidden() {
      return (hidden ??= countHidden(course, choice));
    },
    words: course.words
  };
}

function showModules(
  course: FilteredCourse,
  choice: IChoice,
  isDone: (page: Page) => boolean
): IVisibleModule[] {
  const { index, searching } = course;
  const chosen = index.choose(choice);
  const modules: { fit: number; shown: IVisibleModule }[] = [];
  let at = 0;
  for (const module of index.catalog.modules) {
    const pages: { fit: number; shown: IVisiblePage }[] = [];
    let done = 0;
    let total = 0;
    for (const end = at + module.pages.length; at < end; at++) {
      if (!chosen.pages[at]) {
        continue;
      }
      total += 1;
      done += isDone(index.pages[at]) ? 1 : 0;
      const fit = course.fitOf(at, chosen);
      if (fit > FIT.none && course.passes(at, chosen)) {
        pages.push({ fit, shown: new ShownPage(course, at, chosen) });
      }
    }
    if (pages.length > 0) {
      if (searching) {
        pages.sort((a, b) => b.fit - a.fit);
      }
      const shown = pages.map(page => page.shown);
      const minutes = shown.reduce((sum, page) => sum + page.minutes, 0);
      modules.push({ fit: pages[0].fit, shown: { module, pages: shown, done, total, minutes } });
    }
  }
  if (searching) {
    modules.sort((a, b) => b.fit - a.fit);
  }
  return modules.map(({ shown }) => shown);
}
