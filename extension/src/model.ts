import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { messageOf } from './api';
import type { ICourseApi } from './api';
import { explainCheck } from './check';
import type { ICheckReport } from './check';
import type { ICourseEvent } from './events';
import type { IChoice, IVisibleCourse } from './filter';
import { CourseIndex } from './find/courseIndex';
import { LevelChanges } from './find/knownLevel';
import { TextSearch } from './find/textSearch';
import { newAbove, NO_FILTER, stageOf } from './find/viewFilter';
import type { IViewFilter } from './find/viewFilter';
import type { Catalog, Page } from './generated/catalog';
import type { Machine } from './generated/machine';
import type { Checking, Handins, HandinState } from './generated/handins';
import type { PageState, Progress } from './generated/progress';
import { CourseWithOwnHandins, listParts } from './handin';
import type { IPartLine } from './handin';
import { ProgressStore } from './progress';
import type { IProgressChange } from './progressChange';
import type { Row } from './rows';
import { isPageDone } from './state';
import type { ICourseModel, ITextSearchState } from './tokens';
import type { IUnsaved } from './unsaved';
import { UpdatesStore } from './updates/store';
import { CourseTreeView } from './view';

/** How old what is shown may be when the sidebar is shown again, in milliseconds. */
const FRESH = 10_000;

/** Keeps catalog, progress and hand-ins, and what the choice and the search show of them. */
export class CourseModel implements ICourseModel {
  constructor(options: CourseModel.IOptions) {
    this._api = options.api;
    this._trans = options.trans;
    this._progress = new ProgressStore(options.api, options.delay, options.unsaved);
    this._progress.changed.connect(this._update, this);
    this._texts = new TextSearch(options.api, options.delay);
    this._texts.changed.connect(this._update, this);
    this.updates = options.updates ?? new UpdatesStore(null);
    this.updates.changed.connect(() => this._changed.emit(), this);
  }

  readonly updates: UpdatesStore;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get expandedChanged(): ISignal<this, void> {
    return this._expandedChanged;
  }

  get catalog(): Catalog | null {
    return this._catalog;
  }

  get progress(): Progress | null {
    return this._progress.value;
  }

  get handins(): Handins | null {
    return this._handins;
  }

  get machine(): Machine | null {
    return this._machine;
  }

  get loading(): boolean {
    return this._refreshing !== null;
  }

  get error(): string | null {
    return this._catalogError ?? this._progress.error;
  }

  get handinProblem(): string | null {
    return this._handinsError ?? this._handins?.problem ?? null;
  }

  get announcement(): string {
    return this._announcement;
  }

  get choice(): IChoice {
    const progress = this.progress;
    return {
      level: progress?.level ?? 1,
      specializations: progress?.specializations ?? [],
      additionalReading: progress?.additional_reading ?? false
    };
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
    this._progress.dispose();
    this._texts.dispose();
    Signal.clearData(this);
  }

  choose(change: Partial<IChoice>): void {
    this.keep({
      ...(change.level !== undefined &&
        this._levels.choose(change.level, this.progress, Date.now())),
      ...(change.specializations && { specializations: [...change.specializations] }),
      ...(change.additionalReading !== undefined && {
        additional_reading: change.additionalReading
      })
    });
  }

  keep(change: IProgressChange, delay?: number): void {
    this._progress.keep(change, delay);
  }

  flush(): Promise<void> {
    return this._progress.flush();
  }

  setSearch(text: string): void {
    this._view.search = text;
    this._texts.ask(text);
    this._update();
  }

  setView(change: Partial<IViewFilter>): void {
    this._view.filter = { ...this.view, ...change };
    this._update();
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
    this._update();
    this._expandedChanged.emit();
  }

  restoreExpanded(expanded: Record<string, boolean>): void {
    this._view.expanded = { ...expanded, ...this.expanded };
    this._update();
  }

  refresh(): Promise<void> {
    this._refreshing ??= this._load().finally(() => {
      this._refreshing = null;
      this._refreshed = Date.now();
      this._update();
    });
    this._update();
    return this._refreshing;
  }

  async refreshIfStale(): Promise<void> {
    if (Date.now() - this._refreshed > FRESH) {
      await this.refresh();
    }
  }

  async refreshHandins(): Promise<void> {
    const asked = ++this._handinsAsked;
    try {
      const handins = await this._api.getHandins();
      if (asked === this._handinsAsked) {
        this.setHandins(handins);
      }
    } catch (error) {
      this._handinsError = messageOf(error);
      this._update();
    }
  }

  setHandins(handins: Handins): void {
    this._handinsAsked++; // what was asked for before is older
    this._handins = handins;
    this._handinsError = null;
    this._update();
  }

  setChecking(name: string, checking: Checking | null): void {
    if (this._handins) {
      const handins = this._handins.handins.map(one =>
        one.name === name ? { ...one, checking } : one
      );
      this._handins = { ...this._handins, handins };
      this._changed.emit();
    }
  }

  /** Asks again for what changed on the server, once somebody has looked at the course. */
  async onEvent({ subject, name, data }: ICourseEvent): Promise<void> {
    if (!this._catalog) {
      return;
    }
    if (subject === 'progress') {
      await this._progress.load();
    } else if (subject === 'handins') {
      if (name !== null && data?.checking) {
        this.setChecking(name, data.checking as Checking);
      } else {
        await this.refreshHandins();
      }
    } else if (subject === 'updates') {
      await this.updates.load();
    } else if (subject === 'catalog') {
      await this.refresh();
    }
  }

  page(id: string): Page | undefined {
    return this._course ? CourseIndex.of(this._course).page(id) : undefined;
  }

  handinOf(page: Page): HandinState | undefined {
    return page.handin ? this.handin(page.handin.name) : undefined;
  }

  handin(name: string): HandinState | undefined {
    return this._handins?.handins.find(handin => handin.name === name);
  }

  async open(id: string): Promise<string> {
    const opened = await (this.updates.isHeld(id)
      ? this._api.openPage(id, { update: false })
      : this._api.openPage(id));
    const { path, kept } = opened;
    this.updates.noteOpened({ id, ...opened });
    if (kept) {
      void this._progress.load(); // the server marked the page as started and as the last one
    } else {
      this.keep({ last_page: id, pages: { [id]: {} } });
    }
    return path;
  }

  mark(id: string, state: PageState | null): Promise<void> {
    return this._progress.mark(id, state);
  }

  isBusy(name: string): boolean {
    return this._busy.has(name);
  }

  async whileBusy<T>(name: string, action: () => Promise<T>): Promise<T | null> {
    if (this._busy.has(name)) {
      return null;
    }
    this._busy.add(name);
    this._changed.emit();
    try {
      return await action();
    } finally {
      this._busy.delete(name);
      this._changed.emit();
    }
  }

  report(name: string): ICheckReport | undefined {
    const state = this.handin(name);
    const check = state?.check;
    if (!check || !(state.work?.checked || check.problem !== null)) {
      return undefined;
    }
    return explainCheck(check, this.parts(name), this._trans);
  }

  parts(name: string): IPartLine[] {
    const state = this.handin(name);
    const page = state?.page_id ? this.page(state.page_id) : undefined;
    return listParts(page?.handin ?? null, state, this.choice.specializations);
  }

  get now(): number {
    return Date.now();
  }

  get reviewing(): string | null {
    return this._reviewing;
  }

  review(name: string | null): void {
    this._reviewing = name;
    this._changed.emit();
  }

  announce(text: string): void {
    this._announcement = text;
    this._changed.emit();
  }

  private async _load(): Promise<void> {
    void this._learnMachine();
    const catalog = this._api.getCatalog().then(
      value => {
        this._catalog = value;
        this._catalogError = null;
      },
      error => {
        this._catalogError = messageOf(error);
      }
    );
    await Promise.all([catalog, this._progress.load(), this.refreshHandins(), this.updates.load()]);
  }

  /** Waited for by nobody: it takes seconds the first time, and pages open without it. */
  private async _learnMachine(): Promise<void> {
    if (this._machine) {
      return;
    }
    try {
      const machine = await this._api.getMachine();
      if (machine.problem === null) {
        this._machine = machine;
        this._changed.emit();
      }
    } catch {
      // Not known: then no page is said to need what the machine lacks.
    }
  }

  private _update(): void {
    if (this._isDisposed) {
      return;
    }
    this._course =
      this._catalog &&
      this._withOwn.of(this._catalog, this._handins, this._trans.__('More hand-ins'));
    this._look();
    this._changed.emit();
  }

  /** Works out what is shown, if something that decides it is another. */
  private _look(): void {
    const { progress, _view: view } = this;
    const { hits } = this._texts;
    const state = [this._course, progress, this._handins, hits];
    const from = [...state, view.search, view.filter, view.expanded];
    if (from.every((one, at) => one === this._shownFrom[at])) {
      return;
    }
    this._shownFrom = from;
    view.update(
      this._course,
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

  private readonly _api: ICourseApi;
  private readonly _trans: TranslationBundle;
  private readonly _progress: ProgressStore;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _expandedChanged = new Signal<this, void>(this);
  private readonly _view = new CourseTreeView();
  private _shownFrom: readonly unknown[] = [];
  private readonly _texts: TextSearch;
  private readonly _levels = new LevelChanges();
  private readonly _withOwn = new CourseWithOwnHandins();
  private readonly _busy = new Set<string>();
  private _catalog: Catalog | null = null;
  private _course: Catalog | null = null;
  private _catalogError: string | null = null;
  private _handins: Handins | null = null;
  private _handinsError: string | null = null;
  private _machine: Machine | null = null;
  private _handinsAsked = 0;
  private _reviewing: string | null = null;
  private _announcement = '';
  private _refreshing: Promise<void> | null = null;
  private _refreshed = 0;
  private _isDisposed = false;
}

export namespace CourseModel {
  export interface IOptions {
    api: ICourseApi;
    trans: TranslationBundle;
    /** Which pages the course has newer versions of. */
    updates?: UpdatesStore;
    /** Where changes wait that the server could not keep. */
    unsaved?: IUnsaved;
    /** How long to wait for further choices before they are kept, in milliseconds. */
    delay?: number;
  }
}
