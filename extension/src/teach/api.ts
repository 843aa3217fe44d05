import type { CourseApi } from '../api';
import type { Changes, Job, JobRequest, NewCourse, Teaching } from '../generated/teaching';

/** A table for a spreadsheet or a learning platform. */
export type ExportForm = 'csv' | 'canvas' | 'moodle';

/** The teacher's requests. Each rejects with a `CourseError`, 403 for those who may not grade. */
export interface ITeachApi {
  get(): Promise<Teaching>;
  change(changes: Changes): Promise<Teaching>;
  /** Makes a course directory, or opens the one that is there if only `folder` is given. */
  begin(course: NewCourse): Promise<Teaching>;
  start(request: JobRequest): Promise<Job>;
  cancel(): Promise<Job | null>;
  /** The address of formgrader's page of a submission, or of a hand-in's list. */
  formgrader(handin: string, student?: string): Promise<{ url: string }>;
  export(form: ExportForm): Promise<{ name: string; text: string }>;
}

/** The teacher's requests over the connection that JupyterLab has to its server. */
export class TeachApi implements ITeachApi {
  constructor(private readonly _api: CourseApi) {}

  get(): Promise<Teaching> {
    return this._api.request('GET', 'underhood/api/teach');
  }

  change(changes: Changes): Promise<Teaching> {
    return this._api.request('PATCH', 'underhood/api/teach', changes);
  }

  begin(course: NewCourse): Promise<Teaching> {
    return this._api.request('POST', 'underhood/api/teach/course', course);
  }

  start(request: JobRequest): Promise<Job> {
    return this._api.request('POST', 'underhood/api/teach/job', request);
  }

  cancel(): Promise<Job | null> {
    return this._api.request('DELETE', 'underhood/api/teach/job');
  }

  formgrader(handin: string, student?: string): Promise<{ url: string }> {
    return this._api.request('POST', 'underhood/api/teach/formgrader', { handin, student });
  }

  export(form: ExportForm): Promise<{ name: string; text: string }> {
    return this._api.request('GET', `underhood/api/teach/export?form=${form}`);
  }
}
