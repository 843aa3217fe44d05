import type { IVisiblePage, IVisibleSection } from '../filter';
import type { Page } from '../generated/catalog';
import type { IChosen } from './courseIndex';
import type { FilteredCourse } from './filteredCourse';
import { FIT } from './fuzzy';

/** A page as it is shown; what only a drawn row says is worked out when it is asked for. */
export class ShownPage implements IVisiblePage {
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
