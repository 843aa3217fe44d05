import type { Event } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** The schema of the server's events; see underhood_lab/events/changed.yaml. */
const CHANGED = 'https://schema.underhood.org/changed/v1';

/** Something of the course changed on the server. */
export interface ICourseEvent {
  subject: 'catalog' | 'progress' | 'handins' | 'updates' | 'teaching' | 'grading';
  /** Which one, such as a page's id or a hand-in's name. */
  name: string | null;
  /** How far long work has come. */
  data: Record<string, unknown> | null;
}

/** The course's events out of JupyterLab's one event stream, which reconnects by itself. */
export class CourseEvents implements IDisposable {
  constructor(private readonly _stream: Event.Stream) {
    _stream.connect(this._onEvent, this);
  }

  get changed(): ISignal<this, ICourseEvent> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    this._stream.disconnect(this._onEvent, this);
    Signal.clearData(this);
  }

  private _onEvent(_: unknown, event: Event.Emission): void {
    if (event.schema_id === CHANGED) {
      const { subject, name, data } = event as unknown as ICourseEvent;
      this._changed.emit({ subject, name: name ?? null, data: data ?? null });
    }
  }

  private readonly _changed = new Signal<this, ICourseEvent>(this);
  private _isDisposed = false;
}
