import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { ICheckReport } from './handins/check';
import type { IChoice, IVisibleCourse } from './filter';
import type { IViewFilter } from './find/viewFilter';
import type { Catalog, Page } from './generated/catalog';
import type { Machine } from './generated/machine';
import type { IProgressChange } from './progress/change';
import type { Checking, Handins, HandinState } from './generated/handins';
import type { PageState, Progress } from './generated/progress';
import type { IPartLine } from './handins/handin';
import type { Row } from './rows';
import type { IUpdatesStore } from './updates/store';

/** How far the search in the pages' texts has come. */
export interface ITextSearchState {
  /** Whether the server has not answered yet. */
  readonly pending: boolean;
  /** Whether there is more than is shown. */
  readonly incomplete: boolean;
  /** Why the texts were not searched, in words; null if they were. */
  readonly error: string | null;
}

/** The course as one student sees it now: what the server knows and what the sidebar shows of it. */
export interface ICourseModel extends IDisposable {
  /** Emitted after anything below changed. */
  readonly changed: ISignal<ICourseModel, void>;
  /** Emitted when a node was opened or closed, or a filter set, for those who keep that. */
  readonly expandedChanged: ISignal<ICourseModel, void>;

  /** Null until it is loaded. */
  readonly catalog: Catalog | null;
  readonly progress: Progress | null;
  readonly handins: Handins | null;
  /** What the machine has of what pages need; null until it is known. */
  readonly machine: Machine | null;

  /** Which pages the course has newer versions of. */
  readonly updates: IUpdatesStore;

  /** Whether the course is being loaded. */
  readonly loading: boolean;
  /** What went wrong with the server, in words; null if nothing did. */
  readonly error: string | null;
  /** Why hand-ins can't be exchanged, in words; null if they can. */
  readonly handinProblem: string | null;
  /** The latest result, for the live region. */
  readonly announcement: string;

  readonly choice: IChoice;
  readonly search: string;
  readonly textSearch: ITextSearchState;
  /** The filters beside the choice. */
  readonly view: IViewFilter;
  /** The level above which everything is new to the student; null where that is not known. */
  readonly newAbove: number | null;
  readonly visible: IVisibleCourse;
  readonly rows: readonly Row[];
  /** Key of the row that has the focus, or gets it; null in an empty tree. */
  readonly active: string | null;
  /** Which nodes the student opened (true) or closed (false); the others are as they come. */
  readonly expanded: Readonly<Record<string, boolean>>;

  /** Shows another choice at once and has the server keep it. */
  choose(change: Partial<IChoice>): void;
  /**
   * Shows a change of the progress at once and has the server keep it, at the latest after `delay`
   * milliseconds; where it can't be kept now, it waits in the browser.
   */
  keep(change: IProgressChange, delay?: number): void;
  /** Keeps the choice now, without waiting for more changes. */
  flush(): Promise<void>;
  /** Searches titles at once, and what stands in the pages once typing pauses. */
  setSearch(text: string): void;
  setView(change: Partial<IViewFilter>): void;
  clearView(): void;
  setActive(key: string): void;
  setExpanded(key: string, expanded: boolean): void;
  /** Takes up what an earlier session kept. */
  restoreExpanded(expanded: Record<string, boolean>): void;

  /** Loads everything anew; never rejects, see `error`. */
  refresh(): Promise<void>;
  /** Loads everything anew unless that was done a moment ago. */
  refreshIfStale(): Promise<void>;
  refreshHandins(): Promise<void>;
  /** Takes what the server answered of the hand-ins. */
  setHandins(handins: Handins): void;
  /** Takes how far a check has come. */
  setChecking(name: string, checking: Checking | null): void;

  page(id: string): Page | undefined;
  /** The hand-in a page stands for. */
  handinOf(page: Page): HandinState | undefined;
  handin(name: string): HandinState | undefined;

  /**
   * Puts the page into the student's folder if it is not there.
   *
   * @returns its path there. Rejects with a message for the student.
   */
  open(id: string): Promise<string>;
  /** Marks a page; null forgets it. Rejects with a message for the student if the server refuses it. */
  mark(id: string, state: PageState | null): Promise<void>;

  /** Whether an action of the hand-in is under way. */
  isBusy(name: string): boolean;
  /** Runs an action of the hand-in; a second one at the same time is not started and gives null. */
  whileBusy<T>(name: string, action: () => Promise<T>): Promise<T | null>;
  /** What Check found in this version of the hand-in; undefined if it was changed since. */
  report(name: string): ICheckReport | undefined;
  /** The hand-in's parts with their kind for this student. */
  parts(name: string): IPartLine[];
  /** Milliseconds since 1970, for what is counted until a due time. */
  readonly now: number;
  /** Name of the hand-in whose checklist is shown. */
  readonly reviewing: string | null;
  /** Shows a hand-in's checklist, or none. */
  review(name: string | null): void;
  /** Has screen readers say something. */
  announce(text: string): void;
}

/** The token of the course model. */
export const ICourseModel = new Token<ICourseModel>(
  'underhood:ICourseModel',
  'The course as one student sees it: catalog, progress, hand-ins and what is shown of them.'
);
