import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { findByPrefix, moveByKey } from '../rows';
import type { IMove } from '../rows';
import { searchWords } from '../search';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';
import { activateRow, CourseRow } from './row';

/** How long typed letters belong together, in milliseconds. */
const TYPING = 700;

export interface ITreeProps {
  model: ICourseModel;
  actions: ICourseActions;
  trans: TranslationBundle;
}

/** The course as one tree with a single tab stop. */
export class CourseTree extends React.Component<ITreeProps> {
  /** Whether the focus was in the tree before this change took away a row or switched off a button. */
  override getSnapshotBeforeUpdate(): boolean {
    return this._root.current?.contains(document.activeElement) ?? false;
  }

  override componentDidUpdate(_props: ITreeProps, _state: unknown, hadFocus: boolean): void {
    const row = this._root.current?.querySelector<HTMLElement>('[role="treeitem"][tabindex="0"]');
    const focused = document.activeElement;
    if (hadFocus && row && (!row.contains(focused) || focused?.matches(':disabled'))) {
      row.focus();
    }
  }

  override render(): JSX.Element {
    const { model, actions, trans } = this.props;
    const words = searchWords(model.search);
    return (
      <div
        className="uh-tree"
        role="tree"
        aria-label={trans.__('Course')}
        ref={this._root}
        onKeyDown={this._onKeyDown}
      >
        {model.rows.map(row => (
          <CourseRow
            key={row.key}
            row={row}
            model={model}
            actions={actions}
            words={words}
            trans={trans}
          />
        ))}
      </div>
    );
  }

  private readonly _onKeyDown = (event: React.KeyboardEvent) => {
    const { model } = this.props;
    const onRow = (event.target as HTMLElement).getAttribute('role') === 'treeitem';
    if (!onRow || model.active === null || event.ctrlKey || event.altKey || event.metaKey) {
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
  private _typed = '';
  private _typedAt = 0;
}
