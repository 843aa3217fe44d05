import type { Catalog, Level, Module, Page, Section } from './generated/catalog';
import { containsAll, containsAny, searchWords } from './search';

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
}

/** A page that the choice and the search show. */
export interface IVisiblePage {
  page: Page;
  sections: IVisibleSection[];
  /** Those of `sections` with a searched word in their title. */
  found: IVisibleSection[];
  /** How many of the page's sections the choice hides. */
  hiddenSections: number;
  /** Reading time of what is shown. */
  minutes: number;
  /** Ids that the page or one of its shown sections names, in the catalog's order. */
  specializations: string[];
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

/** Something the choice hides, and the choice that shows it. */
export interface IHidden {
  reason: 'level' | 'specializations' | 'additional-reading';
  /** Pages that would be shown. */
  pages: number;
  /** Sections that would be shown in pages that are shown already. */
  sections: number;
  choice: IChoice;
}

export interface IVisibleCourse {
  modules: IVisibleModule[];
  hidden: IHidden[];
}

const LEVELS: readonly Level[] = [1, 2, 3, 4];

/**
 * What of the course to show.
 *
 * Levels add up. What names no specialization is for everybody; what names some is shown if one of
 * them is chosen. Additional reading needs its switch. All words of the search must occur in the
 * page's title, its shown sections' titles or its module's title.
 *
 * @param isDone - whether a page counts as done.
 */
export function filterCourse(
  catalog: Catalog,
  choice: IChoice,
  search: string,
  isDone: (page: Page) => boolean
): IVisibleCourse {
  const words = searchWords(search);
  const modules: IVisibleModule[] = [];
  for (const module of catalog.modules) {
    const chosen = module.pages.filter(page => isShown(page, choice));
    const pages = findPages(catalog, module, choice, words);
    if (pages.length > 0) {
      modules.push({
        module,
        pages,
        done: chosen.filter(isDone).length,
        total: chosen.length,
        minutes: pages.reduce((sum, { minutes }) => sum + minutes, 0)
      });
    }
  }
  return { modules, hidden: countHidden(catalog, choice, words) };
}

function isShown(item: Page | Section, choice: IChoice): boolean {
  return (
    item.level <= choice.level &&
    (choice.additionalReading || !item.additional_reading) &&
    (item.specializations.length === 0 ||
      item.specializations.some(id => choice.specializations.includes(id)))
  );
}

function findPages(
  catalog: Catalog,
  module: Module,
  choice: IChoice,
  words: readonly string[]
): IVisiblePage[] {
  return module.pages
    .filter(page => isShown(page, choice))
    .map(page => showPage(catalog, page, choice, words))
    .filter(({ page, sections }) =>
      containsAll(words, [
        module.title,
        page.title,
        ...sections.map(({ section }) => section.title)
      ])
    );
}

function showPage(
  catalog: Catalog,
  page: Page,
  choice: IChoice,
  words: readonly string[]
): IVisiblePage {
  const all = page.sections.map((section, index) => ({ section, index }));
  const sections = all.filter(({ section }) => isShown(section, choice));
  const hidden = all.filter(({ section }) => !isShown(section, choice));
  const hiddenMinutes = hidden.reduce((sum, { section }) => sum + section.minutes, 0);
  const named = new Set([
    ...page.specializations,
    ...sections.flatMap(({ section }) => section.specializations)
  ]);
  return {
    page,
    sections,
    found: sections.filter(({ section }) => containsAny(words, section.title)),
    hiddenSections: hidden.length,
    // An author may give a page less time than its sections add up to.
    minutes: Math.max(Math.min(1, page.minutes), Math.round(page.minutes - hiddenMinutes)),
    specializations: catalog.specializations.map(({ id }) => id).filter(id => named.has(id))
  };
}

/** For each way to see more, what it would add; ways that add nothing are left out. */
function countHidden(catalog: Catalog, choice: IChoice, words: readonly string[]): IHidden[] {
  const ways: Pick<IHidden, 'reason' | 'choice'>[] = [
    ...LEVELS.filter(level => level > choice.level).map(level => ({
      reason: 'level' as const,
      choice: { ...choice, level }
    })),
    {
      reason: 'specializations',
      choice: { ...choice, specializations: catalog.specializations.map(({ id }) => id) }
    },
    { reason: 'additional-reading', choice: { ...choice, additionalReading: true } }
  ];
  const now = sectionCounts(catalog, choice, words);
  const hidden: IHidden[] = [];
  for (const way of ways) {
    if (way.reason === 'level' && hidden.length > 0) {
      continue; // one step up is offered, not each level above it
    }
    const more = { ...way, pages: 0, sections: 0 };
    for (const [id, sections] of sectionCounts(catalog, way.choice, words)) {
      const before = now.get(id);
      if (before === undefined) {
        more.pages += 1;
      } else {
        more.sections += sections - before;
      }
    }
    if (more.pages + more.sections > 0) {
      hidden.push(more);
    }
  }
  return hidden;
}

/** By id of each shown page, how many of its sections are shown; while searching, only those found. */
function sectionCounts(
  catalog: Catalog,
  choice: IChoice,
  words: readonly string[]
): Map<string, number> {
  return new Map(
    catalog.modules
      .flatMap(module => findPages(catalog, module, choice, words))
      .map(({ page, sections, found }) => [
        page.id,
        words.length > 0 ? found.length : sections.length
      ])
  );
}
