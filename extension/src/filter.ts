import { CourseIndex } from './find/courseIndex';
import type { IChosen, IWordFit } from './find/courseIndex';
import { FIT } from './find/fuzzy';
import type { ITextHits } from './find/textHits';
import { NO_FILTER } from './find/viewFilter';
import type { IViewFilter, PageStage } from './find/viewFilter';
import { countHidden } from './find/hidden';
import type { Catalog, Level, Module, Page, Section } from './generated/catalog';
import { searchWords } from './search';
import type { IFoundWords } from './search';

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
  modules: IVisibleModule[];
  hidden: IHidden[];
  /** What to mark in titles and excerpts. */
  words: IFoundWords;
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

export const NOTHING_FOUND: IFoundWords = { terms: [], letters: [] };

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
  return {
    modules: showModules(course, choice, isDone),
    hidden: countHidden(course, choice),
    words: course.words
  };
}

/** A course with the fits of what is searched: which pages there are under one choice or another. */
export class FilteredCourse {
  constructor(
    readonly index: CourseIndex,
    search: string,
    readonly look: ILook
  ) {
    const words = searchWords(search);
    // What stands in the texts as it is typed was meant, and no slip.
    const exactly = (look.texts?.size ?? 0) > 0;
    this.fits = words.map(word => index.fit(word, exactly));
    this.words = {
      terms: [...words, ...this.fits.flatMap(({ terms }) => terms)],
      letters: words.filter((_, at) => this.fits[at].byLetters)
    };
  }

  readonly fits: readonly IWordFit[];
  readonly words: IFoundWords;

  get searching(): boolean {
    return this.fits.length > 0;
  }

  /** How well a page fits the search under a choice: 0 not at all, and more is better. */
  fitOf(at: number, chosen: IChosen): number {
    const { index, fits } = this;
    if (fits.length === 0) {
      return FIT.whole;
    }
    const inText = this._fitOfText(at, chosen);
    let sum = 0;
    for (const fit of fits) {
      let best = fit.pages[at];
      for (let one = index.first[at]; one < index.first[at + 1]; one++) {
        if (fit.sections[one] > best && chosen.sections[one]) {
          best = fit.sections[one];
        }
      }
      if (best === FIT.none && fit.modules[index.pageModule[at]] > FIT.none) {
        best = FIT.letters; // it is what the module is about
      }
      if (best === FIT.none) {
        return inText;
      }
      sum += best;
    }
    return Math.max(inText, sum / fits.length);
  }

  /** Whether one of the words stands in a section's title, or the server found them in its text. */
  isFound(at: number, section: number): boolean {
    return (
      this.fits.some(({ sections }) => sections[section] > FIT.none) ||
      this.excerpt(at, section) !== undefined
    );
  }

  /** What the server found in a section's text; in the text before the first one without `section`. */
  excerpt(at: number, section?: number): string | undefined {
    const hits = this.look.texts?.get(this.index.pages[at].id);
    return hits?.get(section === undefined ? null : section - this.index.first[at]);
  }

  private _fitOfText(at: number, chosen: IChosen): number {
    const hits = this.look.texts?.get(this.index.pages[at].id);
    if (!hits) {
      return FIT.none;
    }
    for (const section of hits.keys()) {
      if (section === null || chosen.sections[this.index.first[at] + section]) {
        return FIT.text;
      }
    }
    return FIT.none;
  }

  /** Whether the filters of the view show a page, but for one of them. */
  passes(at: number, chosen: IChosen, but?: 'stages' | 'kinds' | 'known'): boolean {
    const { view, stageOf } = this.look;
    const page = this.index.pages[at];
    return (
      (but === 'kinds' || view.kinds.length === 0 || view.kinds.includes(page.kind)) &&
      (but === 'stages' || view.stages.length === 0 || view.stages.includes(stageOf(page))) &&
      (but === 'known' || !view.onlyNew || this._isNew(at, chosen))
    );
  }

  private _isNew(at: number, chosen: IChosen): boolean {
    const { index, look } = this;
    const above = look.newAbove;
    if (above === null || index.pages[at].level > above) {
      return true;
    }
    for (let one = index.first[at]; one < index.first[at + 1]; one++) {
      if (index.sections[one].section.level > above && chosen.sections[one]) {
        return true;
      }
    }
    return false;
  }
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

/** A page as it is shown; what only a drawn row says is worked out when it is asked for. */
class ShownPage implements IVisiblePage {
  constructor(
    private readonly _course: FilteredCourse,
    private readonly _at: number,
    private readonly _chosen: IChosen
  ) {
    this.page = _course.index.pages[_at];
    this.minutes = _chosen.minutes[_at];
  }

  readonly page: Page;
  readonly minutes: number;

  get sections(): readonly IVisibleSection[] {
    this._sections ??= this._shown().map(one => this._course.index.sections[one]);
    return this._sections;
  }

  get found(): readonly IVisibleSection[] {
    const { _course: course, _at: at } = this;
    this._found ??= !course.searching
      ? []
      : this._shown()
          .filter(one => course.isFound(at, one))
          .map(one => {
            const excerpt = course.excerpt(at, one);
            const placed = course.index.sections[one];
            return excerpt === undefined ? placed : { ...placed, excerpt };
          });
    return this._found;
  }

  get excerpt(): string | undefined {
    return this._course.searching ? this._course.excerpt(this._at) : undefined;
  }

  get byTitle(): boolean {
    return this._course.fits.some(({ pages }) => pages[this._at] > FIT.none);
  }

  get hiddenSections(): number {
    return this.page.sections.length - this.sections.length;
  }

  get specializations(): readonly string[] {
    return this._course.index.specializations(this._at, this._shown());
  }

  /** The places of the shown sections among all of the course's. */
  private _shown(): number[] {
    const { index } = this._course;
    const shown: number[] = [];
    for (let one = index.first[this._at]; one < index.first[this._at + 1]; one++) {
      if (this._chosen.sections[one]) {
        shown.push(one);
      }
    }
    return shown;
  }

  private _sections: readonly IVisibleSection[] | null = null;
  private _found: readonly IVisibleSection[] | null = null;
}
