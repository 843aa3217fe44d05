import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { describeRow, hintRow } from '../label';
import { findByPrefix, moveByKey } from '../rows';
import type { IMove, Row } from '../rows';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';
import { activateRow, CourseRow } from './row';
import { focusSearchBox } from './searchBox';
import { BEYOND, TreeWindow } from './treeWindow';
import type { IRowRange } from './treeWindow';

/** How long typed letters belong together, in milliseconds. */
const TYPING = 700;

/** How near the view may come to the end of what is drawn before more is drawn, in rows. */
const NEAR = 3;

/** How long after other rows came into view those beyond it are drawn, in milliseconds. */
const SOON = 50;

/** How much is drawn before the height of the viewport is known, in pixels. */
const UNKNOWN_HEIGHT = 600;

export interface ITreeProps {
  model: ICourseModel;
  actions: ICourseActions;
  trans: TranslationBundle;
}

/**
 * The course as one tree with a single tab stop.
 *
 * Of a long tree only the rows in view are drawn, and the one that has the focus; each says its
 * place and how many siblings it has.
 */
export class CourseTree extends React.Component<ITreeProps> {
  override componentDidMount(): void {
    this._scroller = this._root.current?.parentElement ?? null;
    this._scroller?.addEventListener('scroll', this._onScroll, { passive: true });
    if (this._scroller && typeof ResizeObserver !== 'undefined') {
      this._resized = new ResizeObserver(this._onResize);
      this._resized.observe(this._scroller);
    }
    this._measure();
  }

  override componentWillUnmount(): void {
    this._scroller?.removeEventListener('scroll', this._onScroll);
    this._resized?.disconnect();
    clearTimeout(this._soon);
  }

  /** Whether the focus was in the tree before this change took away a row or switched off a button. */
  override getSnapshotBeforeUpdate(): boolean {
    return this._root.current?.contains(document.activeElement) ?? false;
  }

  override componentDidUpdate(_props: ITreeProps, _state: unknown, hadFocus: boolean): void {
    const { model } = this.props;
    if (model.search !== this._searched) {
      this._searched = model.search;
      if (this._scroller) {
        this._scroller.scrollTop = 0; // what fits best comes first
      }
    }
    const row = this._activeElement();
    const focused = document.activeElement;
    if (hadFocus && row && (!row.contains(focused) || focused?.matches(':disabled'))) {
      // A row that was only drawn elsewhere stays where the student has scrolled to.
      row.focus({ preventScroll: model.active === this._focused });
      this._revealing = model.active !== this._focused;
    }
    this._focused = model.active;
    this._measure();
    if (this._revealing && !this._isOutdated()) {
      this._revealing = false;
      row?.scrollIntoView?.({ block: 'nearest' });
    }
  }

  override render(): JSX.Element {
    const { model, trans } = this.props;
    const { rows } = model;
    if (rows !== this._rows) {
      this._rows = rows;
      this._drawBeyondSoon();
    }
    this._window.setRows(rows);
    this._drawn = this._window.range(this._top, this._height, this._beyond);
    const active = rows.findIndex(({ key }) => key === model.active);
    const segments = this._window.segments(this._drawn, active);
    return (
      <div
        className="uh-tree"
        role="tree"
        aria-label={trans.__('Course')}
        ref={this._root}
        onKeyDown={this._onKeyDown}
      >
        {segments.flatMap(({ from, to, gap }) => [
          gap > 0 && <Gap key={`gap ${from > active ? 'below' : 'above'}`} height={gap} />,
          ...rows.slice(from, to).map(row => this._row(row))
        ])}
        <Gap height={this._window.rest(segments)} />
      </div>
    );
  }

  private _row(row: Row): JSX.Element {
    const { model, actions, trans } = this.props;
    const label = describeRow(row, model, trans);
    return (
      <CourseRow
        key={row.key}
        row={row}
        label={label}
        hint={hintRow(row, label, model, trans)}
        active={row.key === model.active}
        last={row.kind === 'page' && row.key === model.progress?.last_page}
        model={model}
        actions={actions}
        words={model.visible.words}
        trans={trans}
      />
    );
  }

  private readonly _onScroll = () => {
    this._look();
    if (this._isOutdated()) {
      this.forceUpdate();
    }
  };

  private readonly _onResize = () => {
    const width = this._scroller?.clientWidth ?? 0;
    if (width !== this._width) {
      this._width = width;
      this._window.clear();
    }
    this._look();
    this.forceUpdate();
  };

  /** Draws what is in view now, and the rows beyond it once that is on the screen. */
  private _drawBeyondSoon(): void {
    this._beyond = 0;
    clearTimeout(this._soon);
    this._soon = setTimeout(() => {
      this._beyond = BEYOND;
      if (this._window.isPartial) {
        this.forceUpdate();
      }
    }, SOON);
  }

  /** Takes what is in view. */
  private _look(): void {
    const tree = this._root.current;
    if (tree && this._scroller && this._window.isPartial) {
      const edge = this._scroller.getBoundingClientRect().top;
      this._top = Math.max(0, edge - tree.getBoundingClientRect().top);
      this._height = this._scroller.clientHeight || UNKNOWN_HEIGHT;
    }
  }

  /** Measures what is drawn, and draws more if that does not fill the view. */
  private _measure(): void {
    if (!this._window.isPartial) {
      return;
    }
    const { rows } = this.props.model;
    const drawn = new Map(rows.slice(this._drawn.from, this._drawn.to).map(row => [row.key, row]));
    const heights: [Row, number][] = [];
    for (const element of this._root.current?.querySelectorAll<HTMLElement>('.uh-row') ?? []) {
      const row = drawn.get(element.dataset.key ?? '');
      if (row) {
        heights.push([row, element.getBoundingClientRect().height]);
      }
    }
    this._window.measure(heights);
    this._look();
    if (this._isOutdated()) {
      this.forceUpdate();
    }
  }

  /** Whether rows are in view that are not drawn. */
  private _isOutdated(): boolean {
    const near = Math.min(NEAR, this._beyond);
    const { from, to } = this._window.range(this._top, this._height, near);
    return from < this._drawn.from || to > this._drawn.to;
  }

  private _activeElement(): HTMLElement | null {
    return this._root.current?.querySelector('[role="treeitem"][tabindex="0"]') ?? null;
  }

  private readonly _onKeyDown = (event: React.KeyboardEvent) => {
    const { model } = this.props;
    const onRow = (event.target as HTMLElement).getAttribute('role') === 'treeitem';
    if (!onRow || model.active === null || event.ctrlKey || event.altKey || event.metaKey) {
      return;
    }
    if (event.key === 'Escape' && model.search !== '') {
      event.preventDefault();
      event.stopPropagation();
      focusSearchBox(event.currentTarget);
      model.setSearch('');
      return;
    }
    const move = this._moveBy(event, model.active);
    if (move) {
      event.preventDefault();
      event.stopPropagation();
      this._follow(move);
    }
  };

  private _moveBy(event: React.KeyboardEvent, active: string): IMove | null {
    const { rows } = this.props.model;
    const typing = this._typed !== '' && event.timeStamp - this._typedAt < TYPING;
    if (event.key.length > 1 || (event.key === ' ' && !typing)) {
      return moveByKey(rows, active, event.key === ' ' ? 'Enter' : event.key);
    }
    this._typed = typing ? this._typed + event.key : event.key;
    this._typedAt = event.timeStamp;
    return { kind: 'focus', key: findByPrefix(rows, active, this._typed) ?? active };
  }

  private _follow({ kind, key }: IMove): void {
    const { model, actions } = this.props;
    const row = model.rows.find(one => one.key === key);
    switch (kind) {
      case 'focus':
        model.setActive(key);
        break;
      case 'expand':
      case 'collapse':
        model.setExpanded(key, kind === 'expand');
        break;
      case 'activate':
        if (row) {
          activateRow(row, model, actions);
        }
        break;
    }
  }

  private readonly _root = React.createRef<HTMLDivElement>();
  private readonly _window = new TreeWindow();
  private _scroller: HTMLElement | null = null;
  private _resized: ResizeObserver | null = null;
  private _top = 0;
  private _height = UNKNOWN_HEIGHT;
  private _width = 0;
  private _drawn: IRowRange = { from: 0, to: 0 };
  private _rows: readonly Row[] | null = null;
  private _beyond = 0;
  private _soon: ReturnType<typeof setTimeout> | undefined;
  private _searched = '';
  private _focused: string | null = null;
  /** Whether the row that got the focus may not be in view yet. */
  private _revealing = false;
  private _typed = '';
  private _typedAt = 0;
}

/** Stands for rows that are not drawn. */
function Gap(props: { height: number }): JSX.Element | null {
  return props.height > 0 ? <div role="none" style={{ height: props.height }} /> : null;
}
