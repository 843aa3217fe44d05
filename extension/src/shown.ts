import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import type { ICourseApi } from './api';
import type { IChoice, IVisibleCourse } from './filter';
import { TextSearch } from './find/textSearch';
import { newAbove, NO_FILTER, stageOf } from './find/viewFilter';
import type { IViewFilter } from './find/viewFilter';
import type { Catalog, Page } from './generated/catalog';
import type { Handins, HandinState } from './generated/handins';
import type { Progress } from './generated/progress';
import type { Row } from './rows';
import { isPageDone } from './state';
import type { ITextSearchState } from './tokens';
import { CourseTreeView } from './view';

/** What of the course is shown: by the choice, the search, the filters and which nodes are open. */
export abstract class ShownCourse {
  /** @param delay - how long typing must pause before texts are searched, in milliseconds. */
  constructor(api: Pick<ICourseApi, 'searchText'>, delay?: number) {
    this._texts = new TextSearch(api, delay);
    this._texts.changed.connect(this.update, this);
  }

  abstract readonly progress: Progress | null;
  abstract readonly handins: Handins | null;
  abstract readonly choice: IChoice;
  abstract handinOf(page: Page): HandinState | undefined;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get expandedChanged(): ISignal<this, void> {
    return this._expandedChanged;
  }

  get search(): string {
    return this._view.search;
  }

  get view(): IViewFilter {
    return this._view.filter;
  }

  get newAbove(): number | null {
    return newAbove(this.progress);
  }

  get textSearch(): ITextSearchState {
    return this._texts;
  }

  get visible(): IVisibleCourse {
    return this._view.visible;
  }

  get rows(): readonly Row[] {
    return this._view.rows;
  }

  get active(): string | null {
    return this._view.active;
  }

  get expanded(): Readonly<Record<string, boolean>> {
    return this._view.expanded;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._texts.dispose();
    Signal.clearData(this);
  }

  setSearch(text: string): void {
    this._view.search = text;
    this._texts.ask(text);
    this.update();
  }

  setView(change: Partial<IViewFilter>): void {
    this._view.filter = { ...this.view, ...change };
    this.update();
    this._expandedChanged.emit();
  }

  clearView(): void {
    this.setView(NO_FILTER);
  }

  setActive(key: string): void {
    if (key !== this.active && this.rows.some(row => row.key === key)) {
      this._view.active = key;
      this._changed.emit();
    }
  }

  setExpanded(key: string, expanded: boolean): void {
    this._view.expanded = { ...this.expanded, [key]: expanded };
    this.update();
    this._expandedChanged.emit();
  }

  restoreExpanded(expanded: Record<string, boolean>): void {
    this._view.expanded = { ...expanded, ...this.expanded };
    this.update();
  }

  /** The course whose modules the tree shows; null before it is loaded. */
  protected abstract course(): Catalog | null;

  /** Says that something changed which decides nothing of what is shown. */
  protected emit(): void {
    this._changed.emit();
  }

  /** Works out what is shown, if something that decides it is another, and says that something changed. */
  protected update(): void {
    if (!this._isDisposed) {
      this._look();
      this._changed.emit();
    }
  }

  private _look(): void {
    const { progress, handins, _view: view } = this;
    const course = this.course();
    const { hits } = this._texts;
    const from = [course, progress, handins, hits, view.search, view.filter, view.expanded];
    if (from.every((one, at) => one === this._from[at])) {
      return;
    }
    this._from = from;
    view.update(
      course,
      this.choice,
      progress?.last_page,
      page => isPageDone(page, progress, this.handinOf(page)),
      {
        texts: hits,
        newAbove: newAbove(progress),
        stageOf: page => stageOf(page, progress, this.handinOf(page))
      }
    );
  }

  private readonly _changed = new Signal<this, void>(this);
  private readonly _expandedChanged = new Signal<this, void>(this);
  private readonly _view = new CourseTreeView();
  private readonly _texts: TextSearch;
  /** What decided what is shown. */
  private _from: readonly unknown[] = [];
  private _isDisposed = false;
}
