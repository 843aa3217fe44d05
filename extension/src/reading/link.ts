import { URLExt } from '@jupyterlab/coreutils';

/** What a deep link leads to. */
export interface ILesson {
  /** A page's id; what it says may be anything. */
  id: string;
  heading?: string;
}

/** What the router looks for in an address. */
export const LESSON_PATTERN = /[?&]lesson=/;

const PARAMETERS = ['lesson', 'heading'];

/**
 * What the query of an address asks for; null if it names no lesson.
 *
 * `?lesson=m1/introduction-to-gpus%23Work groups`, or `?lesson=m1/introduction-to-gpus&heading=Work groups`
 */
export function readLesson(search: string): ILesson | null {
  const query = new URLSearchParams(search);
  const [id, ...rest] = (query.get('lesson') ?? '').split('#');
  const heading = query.get('heading') ?? rest.join('#');
  return id === '' ? null : { id, ...(heading !== '' && { heading }) };
}

/** An address without what names the lesson, so that a reload does not open it again. */
export function withoutLesson(path: string, search: string, hash: string): string {
  const query = new URLSearchParams(search);
  PARAMETERS.forEach(name => query.delete(name));
  const rest = query.toString();
  return path + (rest === '' ? '' : `?${rest}`) + hash;
}

/**
 * The address of a page, or of a heading in it, for whoever has the course.
 *
 * On a JupyterHub it leads each reader to their own server, not to the writer's.
 *
 * @param base - the server's address.
 * @param app - the application's path, such as /lab.
 * @param hub - the hub's path, such as /hub/; absent where there is none.
 */
export function lessonLink(
  base: string,
  app: string,
  hub: string | undefined,
  lesson: ILesson
): string {
  const start = hub
    ? new URL(URLExt.join(hub, 'user-redirect', app), base).href
    : URLExt.join(base, app);
  const id = lesson.id.split('/').map(encodeURIComponent).join('/');
  const heading =
    lesson.heading === undefined ? '' : `&heading=${encodeURIComponent(lesson.heading)}`;
  return `${start}?lesson=${id}${heading}`;
}
