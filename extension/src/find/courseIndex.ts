import type { Catalog, Page, Section } from '../generated/catalog';
import type { IChoice } from '../filter';
import { foldText } from '../search';
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

/** A choice in the form in which thousands of items are compared with it. */
export interface IChosen {
  level: number;
  specializations: number;
  additionalReading: boolean;
}

/** How many words' fits are kept: those of a query while it is typed and taken back. */
const KEPT = 32;

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
    this._pageFacts = this.pages.map(page => this._factsOf(page));
    this._sectionFacts = this.sections.map(({ section }) => this._factsOf(section));
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

  choose(choice: IChoice): IChosen {
    return {
      level: choice.level,
      specializations: this._bits(choice.specializations),
      additionalReading: choice.additionalReading
    };
  }

  showsPage(at: number, chosen: IChosen): boolean {
    return shows(this._pageFacts[at], chosen);
  }

  showsSection(at: number, chosen: IChosen): boolean {
    return shows(this._sectionFacts[at], chosen);
  }

  /** Ids of the specializations that a page or one of these sections names, in the catalog's order. */
  specializations(at: number, sections: readonly number[]): string[] {
    let bits = this._pageFacts[at].specializations;
    for (const section of sections) {
      bits |= this._sectionFacts[section].specializations;
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
    let fit = this._fits.get(word);
    if (fit) {
      this._fits.delete(word); // and to the end of the queue
    } else {
      fit = this._exactly(word) ?? this._mistyped(word) ?? this._byLetters(word);
      const oldest = this._fits.keys().next();
      if (this._fits.size >= KEPT && !oldest.done) {
        this._fits.delete(oldest.value);
      }
    }
    this._fits.set(word, fit);
    return fit;
  }

  private _exactly(word: string): IWordFit | null {
    // What holds `convol` held `conv`; a single letter counts in fewer places.
    const shorter = word.length > 2 ? this._fits.get(word.slice(0, -1)) : undefined;
    const among = shorter && !shorter.byLetters && shorter.terms.length === 0 ? shorter : null;
    return this._fit(text => fitExactly(word, text), [], false, among);
  }

  private _mistyped(word: string): IWordFit | null {
    this._words ??= [
      ...new Set([...this.moduleTitles, ...this.pageTitles, ...this.sectionTitles].flatMap(wordsOf))
    ];
    const meant = this._words.filter(one => isTypoOf(word, one));
    const fits = (text: string) =>
      meant.some(one => fitExactly(one, text) === FIT.whole) ? FIT.typo : FIT.none;
    return meant.length === 0 ? null : this._fit(fits, meant, false);
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

  private _factsOf(item: Page | Section): IChosen {
    return {
      level: item.level,
      specializations: this._bits(item.specializations),
      additionalReading: item.additional_reading
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
  private readonly _pageFacts: readonly IChosen[];
  private readonly _sectionFacts: readonly IChosen[];
  private readonly _fits = new Map<string, IWordFit>();
  private _words: readonly string[] | null = null;
  private _byId: Map<string, Page> | null = null;
}

/** The rule of `isShown` in reading/order, on bits: thousands of pages are asked at each key. */
function shows(item: IChosen, chosen: IChosen): boolean {
  return (
    item.level <= chosen.level &&
    (chosen.additionalReading || !item.additionalReading) &&
    (item.specializations === 0 || (item.specializations & chosen.specializations) !== 0)
  );
}
