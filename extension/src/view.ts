import { filterCourse, NOTHING } from './filter';
import type { IChoice, ILook, IVisibleCourse } from './filter';
import { NO_FILTER } from './find/viewFilter';
import type { IViewFilter } from './find/viewFilter';
import type { Catalog, Page } from './generated/catalog';
import { bestRow, flattenCourse, nearestRow, rowOrParent } from './rows';
import type { Row } from './rows';

/** What the tree shows and where its focus is; it changes with `update` only. */
export class CourseTreeView {
  search = '';
  filter: IViewFilter = NO_FILTER;
  /** Which nodes the student opened (true) or closed (false). */
  expanded: Readonly<Record<string, boolean>> = {};
  visible: IVisibleCourse = NOTHING;
  rows: readonly Row[] = [];
  active: string | null = null;

  /**
   * Works out what is shown; some milliseconds for a course of five thousand pages.
   *
   * @param course - null before it is loaded.
   * @param lastPage - the page opened last; undefined before that is known.
   */
  update(
    course: Catalog | null,
    choice: IChoice,
    lastPage: string | null | undefined,
    isDone: (page: Page) => boolean,
    look: Partial<ILook> = {}
  ): void {
    const before = this.rows;
    const searching = this.search.trim() !== '';
    if (course && lastPage !== undefined) {
      this._opened ??= firstOpen(course, lastPage);
    }
    this.visible = course
      ? filterCourse(course, choice, this.search, isDone, { ...look, view: this.filter })
      : NOTHING;
    this.rows = flattenCourse(
      this.visible,
      key => this.expanded[key] ?? key === this._opened,
      searching
    );
    if (searching && (this.search !== this._searched || this.active === null)) {
      this.active = bestRow(this.rows);
    } else {
      if (!searching && this._searched !== '') {
        this.active = rowOrParent(before, this.rows, this.active);
      }
      this.active = nearestRow(before, this.rows, this.active);
    }
    this._searched = searching ? this.search : '';
  }

  /** Kept from the first time on, so that no module closes because a page elsewhere was opened. */
  private _opened: string | null = null;
  /** What was searched when the rows were made. */
  private _searched = '';
}

/** The module that is open to begin with: where the student was, or else the first one. */
function firstOpen(course: Catalog, lastPage: string | null): string | null {
  const last = course.modules.find(({ pages }) => pages.some(({ id }) => id === lastPage));
  return (last ?? course.modules[0])?.id ?? null;
}
