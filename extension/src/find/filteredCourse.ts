import type { ILook } from '../filter';
import { searchWords } from './search';
import type { IFoundWords } from './search';
import type { CourseIndex, IChosen, IWordFit } from './courseIndex';
import { FIT } from './fuzzy';

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
