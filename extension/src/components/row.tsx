import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { isOwnHandin } from '../handins/handin';
import { hiddenWord, newerWord } from '../label';
import { lackingGpu } from '../reading/needs';
import { ReadFirst } from '../reading/readFirst';
import { durationWord } from '../reading/time';
import type { IModuleRow, IPageRow, ISectionRow, Row } from '../rows';
import type { IFoundWords } from '../find/search';
import { countExercises, exercisesWord, isPageDone, markPage } from '../state';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';
import { HandinLine } from './handinLine';
import { Highlighted } from './highlighted';
import { Facts, Marks } from './marks';
import { StateShape } from './shape';

export interface IRowProps {
  row: Row;
  /** All that the row shows, in words. */
  label: string;
  hint: string;
  /** Whether it has the focus, or gets it. */
  active: boolean;
  /** Whether it is the page opened last. */
  last: boolean;
  model: ICourseModel;
  actions: ICourseActions;
  /** What is searched. */
  words: IFoundWords;
  trans: TranslationBundle;
}

/** One item of the tree: a module, a page or a section; drawn anew only if it looks different. */
export const CourseRow = React.memo(DrawnRow, looksTheSame);

/** A hand-in's line shows more than its label says, so it is always drawn. */
function looksTheSame(before: IRowProps, after: IRowProps): boolean {
  const [a, b] = [before.row, after.row];
  return (
    !(b.kind === 'page' && b.page.page.kind === 'handin') &&
    a.key === b.key &&
    a.title === b.title &&
    a.expanded === b.expanded &&
    a.size === b.size &&
    a.position === b.position &&
    before.label === after.label &&
    before.hint === after.hint &&
    before.active === after.active &&
    before.last === after.last &&
    before.words.terms.join(' ') === after.words.terms.join(' ') &&
    before.words.letters.join(' ') === after.words.letters.join(' ')
  );
}

function DrawnRow(props: IRowProps): JSX.Element {
  const { row, label, hint, active, last, model, actions, trans } = props;
  const excerpt = excerptOf(row);
  const [pointed, setPointed] = React.useState(false);
  return (
    <div
      className={`uh-row uh-row-${row.kind}`}
      role="treeitem"
      aria-label={label}
      aria-level={row.depth}
      aria-setsize={row.size}
      aria-posinset={row.position}
      aria-expanded={row.expanded ?? undefined}
      aria-selected={active}
      aria-current={last ? 'page' : undefined}
      tabIndex={active ? 0 : -1}
      title={hint}
      onClick={() => {
        model.setActive(row.key);
        activateRow(row, model, actions);
      }}
      onMouseEnter={() => setPointed(true)}
      onMouseLeave={() => setPointed(false)}
      onContextMenu={() => model.setActive(row.key)}
      onFocus={() => model.setActive(row.key)}
      data-key={row.key}
      {...dataOf(row, model)}
    >
      <div className="uh-row-line">
        <Twisty {...props} />
        {row.kind === 'module' && <ModuleLine {...props} row={row} />}
        {row.kind === 'page' && <PageLine {...props} row={row} pointed={pointed} />}
        {row.kind === 'section' && <SectionLine {...props} row={row} />}
      </div>
      {excerpt !== undefined && (
        <div className="uh-excerpt">
          <Highlighted text={excerpt} words={props.words} />
        </div>
      )}
      {row.kind === 'page' && row.expanded === true && (
        <ReadFirst
          page={row.page.page}
          model={model}
          actions={actions}
          active={active}
          trans={trans}
        />
      )}
      {row.kind === 'page' && row.page.page.kind === 'handin' && (
        <HandinLine
          page={row.page.page}
          model={model}
          actions={actions}
          active={active}
          trans={trans}
        />
      )}
    </div>
  );
}

/** What a click or Enter does: a module opens or closes, a page or section is shown. */
export function activateRow(row: Row, model: ICourseModel, actions: ICourseActions): void {
  switch (row.kind) {
    case 'module':
      model.setExpanded(row.key, !row.expanded);
      break;
    case 'page':
      actions.openPage(row.key);
      break;
    case 'section':
      actions.openPage(row.page.page.id, row.title);
      break;
  }
}

/** What the search found in a row's text; nothing once the search has ended. */
function excerptOf(row: Row): string | undefined {
  return row.kind === 'section'
    ? row.section.excerpt
    : row.kind === 'page'
      ? row.page.excerpt
      : undefined;
}

function dataOf(row: Row, model: ICourseModel): Record<string, string> {
  switch (row.kind) {
    case 'module':
      return { 'data-module-id': row.key };
    case 'page':
      return {
        'data-page-id': row.key,
        ...(model.updates.of(row.key) && { 'data-newer': 'true' })
      };
    case 'section':
      return { 'data-section': row.title, 'data-section-page': row.page.page.id };
  }
}

function Title(props: IRowProps): JSX.Element {
  return (
    <span className="uh-title">
      <Highlighted text={props.row.title} words={props.words} />
    </span>
  );
}

function Twisty(props: IRowProps): JSX.Element {
  const { row, model } = props;
  return (
    <span
      className="uh-twisty"
      aria-hidden="true"
      onClick={event => {
        if (row.expanded !== null) {
          event.stopPropagation();
          model.setActive(row.key);
          model.setExpanded(row.key, !row.expanded);
        }
      }}
    ></span>
  );
}

function ModuleLine(props: IRowProps & { row: IModuleRow }): JSX.Element {
  const { row, trans } = props;
  const { module, done, total, minutes } = row.module;
  return (
    <>
      <span className="uh-module-id">{/^m\d+$/.test(module.id) ? module.id : ''}</span>
      <Title {...props} />
      <span className="uh-done" aria-hidden="true">
        <span className="uh-module-time">{durationWord(minutes, trans)}</span>
        <span>{trans.__('%1 of %2', done, total)}</span>
        <progress className="uh-bar" max={Math.max(1, total)} value={done} />
      </span>
    </>
  );
}

function PageLine(props: IRowProps & { row: IPageRow; pointed: boolean }): JSX.Element {
  const { row, model, actions, trans } = props;
  const { page, minutes, specializations, hiddenSections } = row.page;
  const mark = markPage(page, model.progress, model.handinOf(page), trans);
  const newer = newerWord(page, model, trans);
  const done = isPageDone(page, model.progress, model.handinOf(page));
  const exercises = countExercises(page, model.progress);
  const canMark = (props.active || props.pointed) && !isOwnHandin(page);
  const label = done ? trans.__('Mark as not done') : trans.__('Mark as done');
  return (
    <>
      <StateShape shape={mark.shape} />
      <span className="uh-text">
        <Title {...props} />
        {hiddenSections > 0 && (
          <span className="uh-more" title={hiddenWord(hiddenSections, trans)} aria-hidden="true">
            {trans.__('+%1', hiddenSections)}
          </span>
        )}
        <Marks
          catalog={model.catalog}
          specializations={specializations}
          kind={page.kind}
          gpu={page.gpu}
          lacking={lackingGpu(page, model.machine)}
          trans={trans}
        />
        {newer !== null && <span className="uh-newer">{newer}</span>}
        {exercises.all > 0 && (
          <span
            className="uh-word"
            title={exercisesWord(exercises, trans) ?? ''}
            aria-hidden="true"
          >
            {trans.__('%1/%2 solved', exercises.solved, exercises.all)}
          </span>
        )}
        {page.kind === 'handin' && <span className="uh-word">{mark.word}</span>}
      </span>
      {/* The button takes the place of the minutes, so that nothing moves. */}
      <Facts level={page.level} minutes={canMark ? null : minutes} trans={trans} />
      {canMark && (
        <button
          type="button"
          className="uh-button uh-mark-done"
          aria-label={label}
          aria-pressed={done}
          title={label}
          tabIndex={props.active ? 0 : -1}
          onClick={event => {
            event.stopPropagation();
            actions.markDone(page.id, !done);
          }}
        >
          <svg viewBox="0 0 16 16" width="12" height="12" focusable="false" aria-hidden="true">
            <path d={done ? 'M4 4l8 8M12 4l-8 8' : 'M2.5 8.5l3.5 4 7.5-9'} />
          </svg>
        </button>
      )}
    </>
  );
}

function SectionLine(props: IRowProps & { row: ISectionRow }): JSX.Element {
  const { row, model, trans } = props;
  const { specializations, level, minutes } = row.section.section;
  return (
    <>
      <span className="uh-text">
        <Title {...props} />
        <Marks catalog={model.catalog} specializations={specializations} trans={trans} />
      </span>
      <Facts level={level} minutes={minutes} trans={trans} />
    </>
  );
}
