import type { Catalog, Page, Section } from '../generated/catalog';
import type { IChoice } from '../filter';
import { foldText } from './search';
import { FIT, fitExactly, isTypoOf, placeLetters, wordsOf } from './fuzzy';

/** A section and its place among all of its page's. */
interface IPlacedSection {
  section: Section;
  index: number;
}

/** How well one word fits each title. */
export interface IWordFit {
  modules: Uint8Array;
  pages: Uint8Array;
  sections: Uint8Array;
  /** Where the word itself stands in no title: the words it may have meant. */
  terms: readonly string[];
  /** Whether its letters are to be marked instead. */
  byLetters: boolean;
}

/** What a choice shows, worked out for all of the course: 1 for each page and section that it shows, else 0. */
export interface IChosen {
  pages: Uint8Array;
  sections: Uint8Array;
  /** Reading time of what is shown of each page. */
  minutes: Float64Array;
}

/** What decides whether pages or sections are shown, and for how long they are read: a number of each kind for each. */
interface IFacts {
  levels: Uint8Array;
  specializations: Int32Array;
  additionalReading: Uint8Array;
  minutes: Float64Array;
}

/** How many words' fits are kept: those of a query while it is typed and taken back. */
const KEPT = 32;

/** How many choices are kept: the one that is made, and what is counted against it. */
const CHOICES = 16;

/**
 * A catalog laid out for filters and search: parallel lists over all pages and over all sections.
 *
 * It is made once for a catalog, so that a keystroke compares texts and numbers and nothing else.
 */
export class CourseIndex {
  constructor(readonly catalog: Catalog) {
    const { modules } = catalog;
    this.pages = modules.flatMap(({ pages }) => pages);
    this.pageModule = Uint32Array.from(modules.flatMap(({ pages }, at) => pages.map(() => at)));
    this.sections = this.pages.flatMap(page =>
      page.sections.map((section, index) => ({ section, index }))
    );
    this.first = new Uint32Array(this.pages.length + 1);
    this.pages.forEach((page, at) => {
      this.first[at + 1] = this.first[at] + page.sections.length;
    });
    this._pageFacts = this._factsOf(this.pages);
    this._sectionFacts = this._factsOf(this.sections.map(({ section }) => section));
    this.moduleTitles = modules.map(({ title }) => foldText(title));
    this.pageTitles = this.pages.map(({ title }) => foldText(title));
    this.sectionTitles = this.sections.map(({ section }) => foldText(section.title));
  }

  /** The index of a catalog, made the first time it is asked for. */
  static of(catalog: Catalog): CourseIndex {
    let index = CourseIndex._made.get(catalog);
    if (!index) {
      index = new CourseIndex(catalog);
      CourseIndex._made.set(catalog, index);
    }
    return index;
  }

  /** All pages in reading order, and of which module each is. */
  readonly pages: readonly Page[];
  readonly pageModule: Uint32Array;
  /** All sections; those of page `p` are `first[p]` up to `first[p + 1]`. */
  readonly sections: readonly IPlacedSection[];
  readonly first: Uint32Array;
  readonly moduleTitles: readonly string[];
  readonly pageTitles: readonly string[];
  readonly sectionTitles: readonly string[];

  page(id: string): Page | undefined {
    this._byId ??= new Map(this.pages.map(page => [page.id, page]));
    return this._byId.get(id);
  }

  /** What a choice shows, worked out the first time it is asked for. */
  choose(choice: IChoice): IChosen {
    const bits = this._bits(choice.specializations);
    const key = `${choice.level} ${bits} ${choice.additionalReading}`;
    return keep(this._chosen, key, CHOICES, () => this._choose(choice, bits));
  }

  /** Ids of the specializations that a page or one of these sections names, in the catalog's order. */
  specializations(at: number, sections: readonly number[]): string[] {
    let bits = this._pageFacts.specializations[at];
    for (const section of sections) {
      bits |= this._sectionFacts.specializations[section];
    }
    return bits === 0
      ? []
      : this.catalog.specializations.map(({ id }) => id).filter(id => this._bits([id]) & bits);
  }

  /**
   * How well a folded word fits each title: as it is, else with slips, else by its letters.
   *
   * @param exactly - whether only as it is.
   */
  fit(word: string, exactly = false): IWordFit {
    const fit = this._kept(word);
    const isLoose = fit.byLetters || fit.terms.length > 0;
    return exactly && isLoose ? this._nothing() : fit;
  }

  private _kept(word: string): IWordFit {
    return keep(
      this._fits,
      word,
      KEPT,
      () => this._exactly(word) ?? this._mistyped(word) ?? this._byLetters(word)
    );
  }

  private _choose({ level, additionalReading }: IChoice, specializations: number): IChosen {
    // The rule of `isShown` in reading/order, on numbers; a test holds them against each other.
    const shown = (facts: IFacts) =>
      facts.levels.map((itsLevel, at) =>
        itsLevel <= level &&
        (additionalReading || facts.additionalReading[at] === 0) &&
        (facts.specializations[at] === 0 || (facts.specializations[at] & specializations) !== 0)
          ? 1
          : 0
      );
    const sections = shown(this._sectionFacts);
    const minutes = this._pageFacts.minutes.map((all, at) => {
      let hidden = 0;
      for (let one = this.first[at]; one < this.first[at + 1]; one++) {
        hidden += sections[one] ? 0 : this._sectionFacts.minutes[one];
      }
      return shownMinutes(all, hidden);
    });
    return { pages: shown(this._pageFacts), sections, minutes };
  }

  private _exactly(word: string): IWordFit | null {
    window.requestIdleCallback?.(() => this._words()); // for a slip that may come
    // What holds `convol` held `conv`; a single letter counts in fewer places.
    const shorter = word.length > 2 ? this._fits.get(word.slice(0, -1)) : undefined;
    const among = shorter && !shorter.byLetters && shorter.terms.length === 0 ? shorter : null;
    return this._fit(text => fitExactly(word, text), [], false, among);
  }

  private _mistyped(word: string): IWordFit | null {
    const meant = this._words().filter(one => isTypoOf(word, one));
    const fits = (text: string) =>
      meant.some(one => fitExactly(one, text) === FIT.whole) ? FIT.typo : FIT.none;
    return meant.length === 0 ? null : this._fit(fits, meant, false);
  }

  /** Returns each word of all titles once, which takes a moment in a large course. */
  private _words(): readonly string[] {
    return (this._allWords ??= [
      ...new Set([...this.moduleTitles, ...this.pageTitles, ...this.sectionTitles].flatMap(wordsOf))
    ]);
  }

  private _byLetters(word: string): IWordFit {
    const fits = (text: string) =>
      word.length > 2 && placeLetters(word, text) ? FIT.letters : FIT.none;
    return this._fit(fits, [], true) ?? this._nothing();
  }

  private _nothing(): IWordFit {
    return {
      modules: new Uint8Array(this.moduleTitles.length),
      pages: new Uint8Array(this.pageTitles.length),
      sections: new Uint8Array(this.sectionTitles.length),
      terms: [],
      byLetters: false
    };
  }

  /** Null where nothing fits. */
  private _fit(
    fits: (text: string) => number,
    terms: readonly string[],
    byLetters: boolean,
    among: IWordFit | null = null
  ): IWordFit | null {
    let any = 0;
    const each = (texts: readonly string[], only: Uint8Array | undefined) => {
      const found = new Uint8Array(texts.length);
      for (let at = 0; at < texts.length; at++) {
        if (!only || only[at] > 0) {
          any |= found[at] = fits(texts[at]);
        }
      }
      return found;
    };
    const modules = each(this.moduleTitles, among?.modules);
    const pages = each(this.pageTitles, among?.pages);
    const sections = each(this.sectionTitles, among?.sections);
    return any ? { modules, pages, sections, terms, byLetters } : null;
  }

  private _factsOf(items: readonly (Page | Section)[]): IFacts {
    return {
      levels: Uint8Array.from(items, ({ level }) => level),
      specializations: Int32Array.from(items, ({ specializations }) => this._bits(specializations)),
      additionalReading: Uint8Array.from(items, item => (item.additional_reading ? 1 : 0)),
      minutes: Float64Array.from(items, ({ minutes }) => minutes)
    };
  }

  /** A bit for each specialization. */
  private _bits(ids: readonly string[]): number {
    let bits = 0;
    for (const id of ids) {
      let bit = this._bitOf.get(id);
      if (bit === undefined) {
        bit = 1 << (this._bitOf.size % 31);
        this._bitOf.set(id, bit);
      }
      bits |= bit;
    }
    return bits;
  }

  private static readonly _made = new WeakMap<Catalog, CourseIndex>();
  private readonly _bitOf = new Map<string, number>();
  private readonly _pageFacts: IFacts;
  private readonly _sectionFacts: IFacts;
  private readonly _fits = new Map<string, IWordFit>();
  private readonly _chosen = new Map<string, IChosen>();
  private _allWords: readonly string[] | null = null;
  private _byId: Map<string, Page> | null = null;
}

/** Reading time of a page whose sections are not all shown; an author may give it less than they add up to. */
export function shownMinutes(minutes: number, hidden: number): number {
  return Math.max(Math.min(1, minutes), Math.round(minutes - hidden));
}

/** What is kept under a key, made if it is not; what was asked for longest ago makes room. */
function keep<T>(kept: Map<string, T>, key: string, most: number, make: () => T): T {
  const value = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, value);
  const oldest = kept.keys().next();
  if (kept.size > most && !oldest.done) {
    kept.delete(oldest.value);
  }
  return value;
}
