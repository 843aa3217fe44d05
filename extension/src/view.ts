import { filterCourse } from './filter';
import type { IChoice, IVisibleCourse } from './filter';
import type { Catalog, Page } from './generated/catalog';
import { flattenCourse, nearestRow } from './rows';
import type { Row } from './rows';

/** What the tree shows and where its focus is; it changes with `update` only. */
export class CourseTreeView {
  search = '';
  /** Which nodes the student opened (true) or closed (false). */
  expanded: Readonly<Record<string, boolean>> = {};
  visible: IVisibleCourse = { modules: [], hidden: [] };
  rows: readonly Row[] = [];
  active: string | null = null;

  /**
   * Works out what is shown; cheap for a course of some hundred pages.
   *
   * @param course - null before it is loaded.
   * @param lastPage - the page opened last; undefined before that is known.
   */
  update(
    course: Catalog | null,
    choice: IChoice,
    lastPage: string | null | undefined,
    isDone: (page: Page) => boolean
  ): void {
    const before = this.rows;
    if (course && lastPage !== undefined) {
      this._opened ??= firstOpen(course, lastPage);
    }
    this.visible = course
      ? filterCourse(course, choice, this.search, isDone)
      : { modules: [], hidden: [] };
    this.rows = flattenCourse(
      this.visible,
      key => this.expanded[key] ?? key === this._opened,
      this.search.trim() !== ''
    );
    this.active = nearestRow(before, this.rows, this.active);
  }

  /** Kept from the first time on, so that no module closes because a page elsewhere was opened. */
  private _opened: string | null = null;
}

/** The module that is open to begin with: where the student was, or else the first one. */
function firstOpen(course: Catalog, lastPage: string | null): string | null {
  const last = course.modules.find(({ pages }) => pages.some(({ id }) => id === lastPage));
  return (last ?? course.modules[0])?.id ?? null;
}
