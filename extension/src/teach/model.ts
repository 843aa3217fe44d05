import type { TranslationBundle } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { CourseError, messageOf } from '../api';
import type { ICourseEvent } from '../events';
import type {
  Changes,
  CourseDirectory,
  HandinDesk,
  Job,
  JobRequest,
  NewCourse,
  Proposal,
  Teaching
} from '../generated/teaching';
import type { ITeachApi } from './api';

/** How old what is shown may be when the panel is shown again, in milliseconds. */
const FRESH = 10_000;

/** The course directory as its teacher sees it now; all that runs is on the server. */
export class TeachModel implements IDisposable {
  constructor(
    private readonly _api: ITeachApi,
    private readonly _trans: TranslationBundle
  ) {}

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether this person may grade; null until the server has said so. */
  get allowed(): boolean | null {
    return this._allowed;
  }

  /** Why this person may not grade, in words. */
  get refusal(): string | null {
    return this._refusal;
  }

  get course(): CourseDirectory | null {
    return this._teaching?.course ?? null;
  }

  /** What a new course directory would be; null where there is one. */
  get proposal(): Proposal | null {
    return this._teaching?.proposal ?? null;
  }

  /** The step that is under way, or the last one. */
  get job(): Job | null {
    return this._job;
  }

  get running(): boolean {
    return this._job?.state === 'running';
  }

  /** What went wrong with the last request or with the course directory, in words. */
  get error(): string | null {
    return this._error ?? this._teaching?.problem ?? null;
  }

  /** Whether an answer to a change is awaited. */
  get busy(): boolean {
    return this._busy;
  }

  /** The latest result, for the live region. */
  get announcement(): string {
    return this._announcement;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  handin(name: string): HandinDesk | undefined {
    return this.course?.handins.find(handin => handin.name === name);
  }

  /** Asks for everything anew; never rejects, see `error` and `allowed`. */
  refresh(): Promise<void> {
    if (this._refreshing) {
      this._again = true; // something changed after the server began to answer
      return this._refreshing;
    }
    this._refreshing = this._load().finally(() => {
      this._refreshing = null;
      this._refreshed = Date.now();
      if (this._again) {
        this._again = false;
        void this.refresh();
      }
    });
    return this._refreshing;
  }

  async refreshIfStale(): Promise<void> {
    if (Date.now() - this._refreshed > FRESH && this._allowed !== false) {
      await this.refresh();
    }
  }

  /** Takes up how far a step has come, and asks again for what it changed. */
  async onEvent({ subject, data }: ICourseEvent): Promise<void> {
    if (!this._allowed) {
      return;
    }
    if (subject === 'grading' && data) {
      await this._take(data as unknown as Job);
    } else if (subject === 'teaching') {
      await this.refresh();
    }
  }

  /** Starts a step. Never rejects. */
  async start(request: JobRequest): Promise<void> {
    await this._do(async () => {
      const job = await this._api.start(request);
      if (!this._job || this._job.state !== 'running' || this._job.done <= job.done) {
        await this._take(job);
      }
    });
  }

  async cancel(): Promise<void> {
    await this._do(async () => {
      const job = await this._api.cancel();
      if (job) {
        await this._take(job);
      }
    });
  }

  /**
   * Has the server keep a choice, and says so.
   *
   * @returns whether it was kept.
   */
  change(changes: Changes, said: string): Promise<boolean> {
    return this._do(async () => {
      this._teaching = await this._api.change(changes);
      this._announcement = said;
    });
  }

  /** Makes or opens a course directory; says whether that went well. */
  begin(course: NewCourse): Promise<boolean> {
    return this._do(async () => {
      this._teaching = await this._api.begin(course);
      this._announcement = this._trans.__('The course directory is ready.');
    });
  }

  announce(text: string): void {
    this._announcement = text;
    this._changed.emit();
  }

  /** Shows what went wrong in something that was asked for elsewhere. */
  fail(error: unknown): void {
    this._error = messageOf(error);
    this._changed.emit();
  }

  private async _take(job: Job): Promise<void> {
    const before = this._job;
    this._job = job;
    const ended = job.state !== 'running' && before?.state === 'running';
    const began = job.state === 'running' && before?.state !== 'running';
    this._changed.emit();
    if (ended || began) {
      const { jobWords } = await import('./words'); // students never need them
      this.announce(jobWords(job, this._trans));
    }
  }

  private async _load(): Promise<void> {
    try {
      this._teaching = await this._api.get();
      this._job = this._teaching.job;
      this._allowed = true;
      this._error = null;
    } catch (error) {
      if (error instanceof CourseError && error.status === 403) {
        this._allowed = false;
        this._refusal = error.message;
      } else {
        this._error = messageOf(error);
      }
    }
    this._changed.emit();
  }

  private async _do(action: () => Promise<void>): Promise<boolean> {
    this._busy = true;
    this._error = null;
    this._changed.emit();
    try {
      await action();
      return true;
    } catch (error) {
      this._error = messageOf(error);
      return false;
    } finally {
      this._busy = false;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _teaching: Teaching | null = null;
  private _job: Job | null = null;
  private _allowed: boolean | null = null;
  private _refusal: string | null = null;
  private _error: string | null = null;
  private _announcement = '';
  private _busy = false;
  private _refreshing: Promise<void> | null = null;
  private _again = false;
  private _refreshed = 0;
  private _isDisposed = false;
}
