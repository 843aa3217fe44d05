import { Notification } from '@jupyterlab/apputils';

/** JupyterLab shows a notification only in its list unless it is told for how long, in milliseconds. */
const SHORTLY = 5000;

/** Shows that something went well, for a moment. */
export function notifySuccess(message: string): void {
  Notification.success(message, { autoClose: SHORTLY });
}

/** Shows an error until the student closes it. */
export function notifyError(message: string): void {
  Notification.error(message, { autoClose: false });
}

/** Shows something the student may act on, until it is closed or acted on. */
export function notifyChoice(
  type: 'info' | 'warning',
  message: string,
  label: string,
  callback: () => void
): void {
  Notification.emit(message, type, { autoClose: false, actions: [{ label, callback }] });
}

/** Shows a piece of information, for a moment. */
export function notifyInfo(message: string): void {
  Notification.info(message, { autoClose: SHORTLY });
}
