import type { CourseApi } from '../api';
import type { Progress } from '../generated/progress';

/** A line of a solution held against the student's code. */
export interface IDiffRow {
  sign: ' ' | '+' | '-';
  text: string;
}

/** The requests about one exercise. Each rejects with a `CourseError`. */
export interface IExerciseApi {
  /** Counts a try; the same code again is no new one. */
  count(page: string, name: string, right: boolean, code: string): Promise<Progress>;
  /** The solution as a diff to `source`; refused in words until it is open. */
  solution(page: string, name: string, source: string): Promise<{ rows: IDiffRow[] }>;
  /** Keeps `source` in a backup and says how the cell was handed out. */
  reset(page: string, name: string, source: string): Promise<{ path: string; source: string }>;
}

/** The requests over the connection that JupyterLab has to its server. */
export class ExerciseApi implements IExerciseApi {
  constructor(private readonly _api: Pick<CourseApi, 'request'>) {}

  count(page: string, name: string, right: boolean, code: string): Promise<Progress> {
    return this._api.request('POST', route(page, name, 'tries'), { right, code });
  }

  solution(page: string, name: string, source: string): Promise<{ rows: IDiffRow[] }> {
    return this._api.request('POST', route(page, name, 'solution'), { source });
  }

  reset(page: string, name: string, source: string): Promise<{ path: string; source: string }> {
    return this._api.request('POST', route(page, name, 'reset'), { source });
  }
}

function route(page: string, name: string, verb: string): string {
  const segments = [...page.split('/'), name].map(encodeURIComponent).join('/');
  return `underhood/api/exercises/${segments}/${verb}`;
}
