import type { TranslationBundle } from '@jupyterlab/translation';
import type { ICourseApi } from './api';
import { CatalogStore } from './catalogStore';
import { explainCheck } from './handins/check';
import type { ICheckReport } from './handins/check';
import type { ICourseEvent } from './events';
import type { IChoice } from './filter';
import { CourseIndex } from './find/courseIndex';
import { LevelChanges } from './find/knownLevel';
import type { Catalog, Page } from './generated/catalog';
import type { Machine } from './generated/machine';
import type { Checking, Handins, HandinState } from './generated/handins';
import type { PageState, Progress } from './generated/progress';
import { CourseWithOwnHandins, listParts } from './handins/handin';
import type { IPartLine } from './handins/handin';
import { HandinsStore } from './handins/store';
import { ProgressStore } from './progress/store';
import type { IProgressChange } from './progress/change';
import { ShownCourse } from './shown';
import type { ICourseModel } from './tokens';
import type { IUnsaved } from './progress/unsaved';
import { UpdatesStore } from './updates/store';

/** How old what is shown may be when the sidebar is shown again, in milliseconds. */
const FRESH = 10_000;

/** What is known of the course and done with it, each kind in a store of its own, and what is shown of it. */
export class CourseModel extends ShownCourse implements ICourseModel {
  constructor(options: CourseModel.IOptions) {
    super(options.api, options.delay);
    this._api = options.api;
    this._trans = options.trans;
    this._catalog = new CatalogStore(options.api);
    this._catalog.changed.connect(this.emit, this);
    this._progress = new ProgressStore(options.api, options.delay, options.unsaved);
    this._progress.changed.connect(this.update, this);
    this._handins = new HandinsStore(options.api);
    this._handins.changed.connect((_, change) =>
      change === 'known' ? this.update() : this.emit()
    );
    this.updates = options.updates ?? new UpdatesStore(null);
    this.updates.changed.connect(this.emit, this);
  }

  readonly updates: UpdatesStore;

  get catalog(): Catalog | null {
    return this._catalog.value;
  }

  get progress(): Progress | null {
    return this._progress.value;
  }

  get handins(): Handins | null {
    return this._handins.value;
  }

  get machine(): Machine | null {
    return this._catalog.machine;
  }

  get loading(): boolean {
    return this._refreshing !== null;
  }

  get error(): string | null {
    return this._catalog.error ?? this._progress.error;
  }

  get handinProblem(): string | null {
    return this._handins.problem;
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

  override dispose(): void {
    super.dispose();
    this._progress.dispose();
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

  refresh(): Promise<void> {
    this._refreshing ??= this._load().finally(() => {
      this._refreshing = null;
      this._refreshed = Date.now();
      this.update();
    });
    this.update();
    return this._refreshing;
  }

  async refreshIfStale(): Promise<void> {
    if (Date.now() - this._refreshed > FRESH) {
      await this.refresh();
    }
  }

  refreshHandins(): Promise<void> {
    return this._handins.load();
  }

  setHandins(handins: Handins): void {
    this._handins.set(handins);
  }

  setChecking(name: string, checking: Checking | null): void {
    this._handins.setChecking(name, checking);
  }

  /** Asks for everything again once the server is back, if somebody has looked at the course. */
  async onReturned(): Promise<void> {
    if (this.catalog || this.error !== null) {
      await this.refresh();
    }
  }

  /** Asks again for what changed on the server, once somebody has looked at the course. */
  async onEvent({ subject, name, data }: ICourseEvent): Promise<void> {
    if (!this.catalog) {
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
    return this._handins.get(name);
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
    return this._handins.isBusy(name);
  }

  whileBusy<T>(name: string, action: () => Promise<T>): Promise<T | null> {
    return this._handins.whileBusy(name, action);
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
    return this._handins.reviewing;
  }

  review(name: string | null): void {
    this._handins.review(name);
  }

  announce(text: string): void {
    this._announcement = text;
    this.emit();
  }

  protected course(): Catalog | null {
    const { catalog, handins } = this;
    this._course = catalog && this._withOwn.of(catalog, handins, this._trans.__('More hand-ins'));
    return this._course;
  }

  private async _load(): Promise<void> {
    await Promise.all([
      this._catalog.load(),
      this._progress.load(),
      this._handins.load(),
      this.updates.load()
    ]);
  }

  private readonly _api: ICourseApi;
  private readonly _trans: TranslationBundle;
  private readonly _catalog: CatalogStore;
  private readonly _progress: ProgressStore;
  private readonly _handins: HandinsStore;
  private readonly _levels = new LevelChanges();
  private readonly _withOwn = new CourseWithOwnHandins();
  private _course: Catalog | null = null;
  private _announcement = '';
  private _refreshing: Promise<void> | null = null;
  private _refreshed = 0;
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
