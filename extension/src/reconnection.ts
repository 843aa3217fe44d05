import type { ServiceManager } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** What a gateway or a JupyterHub answers while the server behind it is away. */
const AWAY = [424, 502, 503, 504];

/**
 * Notices that the server answers again after it was away, such as for a restart.
 *
 *     new Reconnection(app.serviceManager).returned.connect(() => void model.refresh());
 *
 * JupyterLab goes on asking its server while it is away, tells of each failure and of nothing when it is back. So its
 * requests are looked at from the first failure on, until one of them is answered; none is made here. Where a login
 * expired meanwhile, that is an answer too, and the next request of ours says so.
 */
export class Reconnection implements IDisposable {
  constructor(
    private readonly _services: Reconnection.IServices,
    private readonly _watchAnswers = watchAnswers
  ) {
    _services.connectionFailure.connect(this.watch, this);
    _services.sessions.runningChanged.connect(this._onAnswer, this);
    _services.events.stream.connect(this._onAnswer, this);
  }

  /** Emitted once after each time that the server was away. */
  get returned(): ISignal<this, void> {
    return this._returned;
  }

  /** Takes the server for away until a request of JupyterLab's is answered. */
  watch(): void {
    if (!this._isDisposed) {
      const address = `${this._services.serverSettings.baseUrl}api/`;
      this._stop ??= this._watchAnswers(address, () => this._onAnswer());
    }
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._services.connectionFailure.disconnect(this.watch, this);
    this._services.sessions.runningChanged.disconnect(this._onAnswer, this);
    this._services.events.stream.disconnect(this._onAnswer, this);
    this._stop?.();
    this._stop = null;
    Signal.clearData(this);
  }

  private _onAnswer(): void {
    if (this._stop) {
      this._stop();
      this._stop = null;
      this._returned.emit();
    }
  }

  private readonly _returned = new Signal<this, void>(this);
  private _stop: (() => void) | null = null;
  private _isDisposed = false;
}

export namespace Reconnection {
  /** What is needed of JupyterLab's services. */
  export interface IServices {
    readonly connectionFailure: ServiceManager.IManager['connectionFailure'];
    readonly sessions: Pick<ServiceManager.IManager['sessions'], 'runningChanged'>;
    readonly events: Pick<ServiceManager.IManager['events'], 'stream'>;
    readonly serverSettings: Pick<ServiceManager.IManager['serverSettings'], 'baseUrl'>;
  }
}

/** Calls back for each answer to a request below an address, as the browser notes them; returns how to stop. */
function watchAnswers(address: string, onAnswer: () => void): () => void {
  if (typeof PerformanceObserver === 'undefined') {
    return () => undefined; // the signals remain
  }
  const observer = new PerformanceObserver(list => {
    const entries = list.getEntries() as PerformanceResourceTiming[];
    if (entries.some(entry => entry.name.startsWith(address) && isAnswer(entry))) {
      onAnswer();
    }
  });
  observer.observe({ type: 'resource' });
  return () => observer.disconnect();
}

/** A request without an answer has no time at which the answer began. */
export function isAnswer(
  entry: Pick<PerformanceResourceTiming, 'responseStart'> & { responseStatus?: number }
): boolean {
  return entry.responseStart > 0 && !AWAY.includes(entry.responseStatus ?? 0);
}
