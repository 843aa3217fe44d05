import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { lastLine } from './handins/check';
import type { Catalog } from './generated/catalog';
import type { Machine } from './generated/machine';
import type { Progress } from './generated/progress';
import type { TextHits } from './generated/search';
import type { IProgressChange } from './progress/change';
import type { Check, Handins } from './generated/handins';

export type { IProgressChange };

/** What nbgrader's assignment list does with a hand-in. */
export type ExchangeAction = 'fetch' | 'submit' | 'fetch_feedback';

/** Where a page's copy is. */
export interface IOpened {
  path: string;
  copied: boolean;
  /** Whether it was brought up to date with the course, as the student had changed nothing of it. */
  updated: boolean;
  /** Why it is not up to date or lacks a picture, in words; the page itself is there. */
  problem: string | null;
  /** Whether the server could note that the page was opened. */
  kept: boolean;
}

/** What was done with a hand-in. */
export type HandinNote = 'fetched' | 'handed-in' | 'opened';

/** The requests this extension makes. Each rejects with a `CourseError`. */
export interface ICourseApi {
  getCatalog(): Promise<Catalog>;
  getProgress(): Promise<Progress>;
  patchProgress(change: IProgressChange): Promise<Progress>;
  /**
   * Puts the page into the student's folder if it is not there.
   *
   * @param options - `update: false` leaves one that is there as it is, though the course has a newer version.
   */
  openPage(id: string, options?: { update: boolean }): Promise<IOpened>;
  getHandins(): Promise<Handins>;
  /** What the machine has of what pages need; takes seconds the first time. */
  getMachine(): Promise<Machine>;
  /** Where all words of the query stand in the pages' texts. */
  searchText(query: string): Promise<TextHits>;
  /**
   * One of nbgrader's own services. It answers a failed `fetch` or `fetch_feedback` like a good
   * one: look at the hand-in's state afterwards.
   */
  exchange(action: ExchangeAction, courseId: string, name: string): Promise<void>;
  /** Tells the server what was done over nbgrader's services, for its records and other windows. */
  noteHandin(name: string, action: HandinNote): Promise<Handins>;
  /** Runs the visible tests on the student's copy, which may take minutes. */
  check(name: string): Promise<Check>;
  stopCheck(name: string): Promise<void>;
  /** Puts a copy of a submission where it can be opened. */
  openSubmission(name: string, id: string): Promise<{ path: string }>;
}

/** An error whose message is for the student. */
export class CourseError extends Error {
  /** @param status - of the response; 0 if there was none. */
  constructor(
    message: string,
    readonly status: number
  ) {
    super(message);
    this.name = 'CourseError';
  }
}

/** The requests over the connection that JupyterLab has to its server. */
export class CourseApi implements ICourseApi {
  constructor(
    private readonly _settings: ServerConnection.ISettings,
    private readonly _trans: TranslationBundle
  ) {}

  /** Emitted after a request that the server did not answer. */
  get unanswered(): ISignal<this, void> {
    return this._unanswered;
  }

  getCatalog(): Promise<Catalog> {
    // The browser keeps it, and asks only whether it has changed.
    return this._request('GET', 'underhood/api/catalog', undefined, 'no-cache');
  }

  getProgress(): Promise<Progress> {
    return this._request('GET', 'underhood/api/progress');
  }

  patchProgress(change: IProgressChange): Promise<Progress> {
    return this._request('PATCH', 'underhood/api/progress', change);
  }

  openPage(id: string, options?: { update: boolean }): Promise<IOpened> {
    const segments = id.split('/').map(encodeURIComponent).join('/');
    return this._request('POST', `underhood/api/pages/${segments}/open`, options);
  }

  getHandins(): Promise<Handins> {
    return this._request('GET', 'underhood/api/handins');
  }

  getMachine(): Promise<Machine> {
    return this._request('GET', 'underhood/api/machine');
  }

  searchText(query: string): Promise<TextHits> {
    return this._request('GET', `underhood/api/search?q=${encodeURIComponent(query)}`);
  }

  async exchange(action: ExchangeAction, courseId: string, name: string): Promise<void> {
    await this._nbgrader(`assignments/${action}`, { course_id: courseId, assignment_id: name });
  }

  noteHandin(name: string, action: HandinNote): Promise<Handins> {
    return this._request('POST', `${handinPath(name)}/noted`, { action });
  }

  check(name: string): Promise<Check> {
    return this._request('POST', `${handinPath(name)}/check`);
  }

  stopCheck(name: string): Promise<void> {
    return this._request('DELETE', `${handinPath(name)}/check`);
  }

  openSubmission(name: string, id: string): Promise<{ path: string }> {
    return this._request('POST', `${handinPath(name)}/submissions/${encodeURIComponent(id)}`);
  }

  /** Any other request below the server's address, with its failures in words. */
  request<T>(method: string, path: string, body?: object): Promise<T> {
    return this._request(method, path, body);
  }

  /** nbgrader answers 200 with `success: false` and a traceback where something failed. */
  private async _nbgrader<T>(path: string, body: Record<string, string>): Promise<T> {
    const answer = await this._request<{ success: boolean; value: T }>('POST', path, body);
    if (!answer.success) {
      throw new CourseError(nbgraderMessage(String(answer.value)), 200);
    }
    return answer.value;
  }

  private async _request<T>(
    method: string,
    path: string,
    body?: object,
    cache?: RequestCache
  ): Promise<T> {
    const init: RequestInit = { method, ...(cache && { cache }) };
    if (body) {
      init.body = JSON.stringify(body);
    }
    if (method === 'PATCH') {
      init.keepalive = true; // a choice made just before the page is left is kept
    }
    const url = URLExt.join(this._settings.baseUrl, path);
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._settings);
    } catch (error) {
      console.warn(`${method} ${url} failed`, error);
      this._unanswered.emit();
      throw new CourseError(
        this._trans.__('The server does not answer. Is JupyterLab still running?'),
        0
      );
    }
    const text = await response.text();
    if (response.status === 204) {
      return undefined as T;
    }
    if (!response.ok) {
      throw new CourseError(this._failure(text, response, path), response.status);
    }
    try {
      return JSON.parse(text) as T;
    } catch {
      if (response.redirected) {
        // JupyterHub and other gateways answer with their login page.
        throw new CourseError(this._failure('', new Response(null, { status: 401 }), path), 401);
      }
      throw new CourseError(
        this._trans.__('The server’s answer to %1 is not JSON.', path),
        response.status
      );
    }
  }

  private readonly _unanswered = new Signal<this, void>(this);

  private _failure(text: string, response: Response, path: string): string {
    let message: unknown;
    try {
      message = (JSON.parse(text) as { message?: unknown }).message;
    } catch {
      message = null; // an error page, not one of our answers
    }
    if (isLoggedOut(response.status, message)) {
      return this._trans.__(
        'Your login has expired. Log in again in another tab, then retry here; nothing is lost.'
      );
    }
    return typeof message === 'string' && message !== ''
      ? message
      : this._trans.__('The server answered %1 with status %2.', path, response.status);
  }
}

/**
 * Whether the server no longer knows who asks. It says no more than the status in words, or, with a
 * new secret after a restart, that the page's token is wrong; a refusal has a sentence of its own.
 */
function isLoggedOut(status: number, message: unknown): boolean {
  return (
    status === 401 ||
    (status === 403 &&
      (typeof message !== 'string' || message === 'Forbidden' || message.includes('_xsrf')))
  );
}

function handinPath(name: string): string {
  return `underhood/api/handins/${encodeURIComponent(name)}`;
}

/** The message of an error that may be anything. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** nbgrader's own message: the end of a traceback without the class's name, or its text. */
function nbgraderMessage(value: string): string {
  const text = value.includes('Traceback') ? (lastLine(value) ?? value) : value;
  return text
    .replace(/^nbgrader[\w.]*: /, '')
    .replace(/\s+/g, ' ')
    .trim();
}
