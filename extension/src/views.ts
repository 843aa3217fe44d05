import { Token } from '@lumino/coreutils';
import { DisposableDelegate } from '@lumino/disposable';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/** A view that shares the course's panel with the course itself. */
export interface ICourseView {
  readonly id: string;
  /** The word on its tab. */
  readonly label: string;
  /** Whether its tab is there for this person. */
  readonly available: boolean;
  /** Emitted when `available` changed. */
  readonly changed: ISignal<unknown, void>;
  render(): JSX.Element;
  /** Called when the panel comes into view. */
  refresh(): void;
}

/** The views in the course's panel. */
export interface ICourseViews {
  /** Adds a view; its tab is there while it is available. */
  add(view: ICourseView): IDisposable;
  /** Shows a view; an id that is none of theirs shows the course. */
  show(id: string): void;
}

/** The token of the panel's views. */
export const ICourseViews = new Token<ICourseViews>(
  'underhood:ICourseViews',
  'The views in the course’s panel, beside the course itself.'
);

/** The id of the course itself among the views. */
export const LEARN = 'learn';

/** Which views there are, and which one is shown. */
export class CourseViews implements ICourseViews {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Those whose tab is there. */
  get available(): readonly ICourseView[] {
    return this._views.filter(view => view.available);
  }

  /** The one shown beside the course; null if that is the course itself. */
  get shown(): ICourseView | null {
    return this.available.find(view => view.id === this._shown) ?? null;
  }

  add(view: ICourseView): IDisposable {
    this._views.push(view);
    view.changed.connect(this._emit, this);
    this._emit();
    return new DisposableDelegate(() => {
      view.changed.disconnect(this._emit, this);
      this._views.splice(this._views.indexOf(view), 1);
      this._emit();
    });
  }

  show(id: string): void {
    this._shown = id;
    this._emit();
  }

  refresh(): void {
    for (const view of this._views) {
      view.refresh();
    }
  }

  private _emit(): void {
    this._changed.emit();
  }

  private readonly _views: ICourseView[] = [];
  private readonly _changed = new Signal<this, void>(this);
  private _shown = LEARN;
}
