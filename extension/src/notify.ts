import { Notification } from '@jupyterlab/apputils';

/** JupyterLab shows a notification only in its list unless it is told for how long, in milliseconds. */
const SHORTLY = 5000;

/** The notification that stands for a subject now. */
const standing = new Map<string, string>();

/** Shows that something went well, for a moment. */
export function notifySuccess(message: string, subject?: string): void {
  replace(subject, () => Notification.success(message, { autoClose: SHORTLY }));
}

/** Shows an error until the student closes it. */
export function notifyError(message: string, subject?: string): void {
  replace(subject, () => Notification.error(message, { autoClose: false }));
}

/** Shows something the student may act on, until it is closed or acted on. */
export function notifyChoice(
  type: 'info' | 'success' | 'warning',
  message: string,
  label: string,
  callback: () => void,
  subject?: string
): void {
  replace(subject, () =>
    Notification.emit(message, type, { autoClose: false, actions: [{ label, callback }] })
  );
}

/** Shows a piece of information, for a moment. */
export function notifyInfo(message: string): void {
  Notification.info(message, { autoClose: SHORTLY });
}

/** What is new about a subject takes the place of what was said of it before. */
function replace(subject: string | undefined, show: () => string): void {
  const before = subject === undefined ? undefined : standing.get(subject);
  if (before !== undefined) {
    Notification.dismiss(before);
  }
  const id = show();
  if (subject !== undefined) {
    standing.set(subject, id);
  }
}
