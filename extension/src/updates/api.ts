import type { Backup, Backups } from '../generated/backups';
import type { CellChoice, PageUpdate } from '../generated/update';
import type { Updates } from '../generated/updates';

/** A page that was replaced. */
export interface IReplaced {
  path: string;
  /** What it was before; null if there was nothing to keep. */
  backup: Backup | null;
  /** Why a picture of the page is missing or old, in words. */
  problem: string | null;
}

/** By the key of a cell. */
export type Choices = Readonly<Record<string, CellChoice>>;

/** The requests about newer versions and backups. Each rejects with a `CourseError`. */
export interface IUpdatesApi {
  getUpdates(): Promise<Updates>;
  getUpdate(id: string): Promise<PageUpdate>;
  /** Refused with status 409 once the page or the course's version has changed. */
  merge(id: string, fingerprint: string, choices: Choices): Promise<IReplaced>;
  reset(id: string): Promise<IReplaced>;
  getBackups(id: string): Promise<Backups>;
  restore(id: string, name: string): Promise<IReplaced>;
}

/** As much of `CourseApi` as is needed here. */
export interface IRequests {
  request<T>(method: string, path: string, body?: object): Promise<T>;
}

export class UpdatesApi implements IUpdatesApi {
  constructor(private readonly _api: IRequests) {}

  getUpdates(): Promise<Updates> {
    return this._api.request('GET', 'underhood/api/updates');
  }

  getUpdate(id: string): Promise<PageUpdate> {
    return this._api.request('GET', place(id, 'update'));
  }

  merge(id: string, fingerprint: string, choices: Choices): Promise<IReplaced> {
    return this._api.request('POST', place(id, 'update'), { fingerprint, choices });
  }

  reset(id: string): Promise<IReplaced> {
    return this._api.request('POST', place(id, 'reset'));
  }

  getBackups(id: string): Promise<Backups> {
    return this._api.request('GET', place(id, 'backups'));
  }

  restore(id: string, name: string): Promise<IReplaced> {
    return this._api.request('POST', place(id, 'backups'), { name });
  }
}

function place(id: string, what: string): string {
  return `underhood/api/pages/${id.split('/').map(encodeURIComponent).join('/')}/${what}`;
}
