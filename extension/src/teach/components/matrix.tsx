import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CourseDirectory, SubmissionDesk } from '../../generated/teaching';
import { formatPoints } from '../../state';
import { resultRows, sortRows } from '../results';
import type { IResultOrder, IResultRow } from '../results';
import { markSubmission, scoreWord } from '../words';
import type { ITeachActions } from './actions';
import { useTableKeys } from './tableKeys';

interface IMatrixProps {
  course: CourseDirectory;
  actions: ITeachActions;
  trans: TranslationBundle;
}

/**
 * Students by hand-ins: a table whose headers sort it, and whose scores open formgrader. Arrow keys lead from score to score.
 *
 * Drawn anew for another course only: a class's table is large, and grading tells of each submission.
 */
export const Matrix = React.memo(function Matrix(props: IMatrixProps): JSX.Element {
  const { course, actions, trans } = props;
  const [order, setOrder] = React.useState<IResultOrder>({ column: -1, descending: false });
  const everybody = React.useMemo(() => resultRows(course), [course]);
  const rows = React.useMemo(() => sortRows(everybody, order), [everybody, order]);
  const body = React.useRef<HTMLTableSectionElement>(null);
  const onKeyDown = useTableKeys(body, rows);
  const total = course.handins.length;
  const columns = [
    { column: -1, label: trans.__('Student') },
    ...course.handins.map(({ title }, column) => ({ column, label: title })),
    { column: total, label: trans.__('Total') }
  ];
  const sortBy = (column: number) =>
    setOrder({
      column,
      // Scores are most often wanted from the top.
      descending: order.column === column ? !order.descending : column >= 0
    });
  return (
    <div className="uh-results">
      <div className="uh-actions">
        <button type="button" className="uh-button" onClick={() => actions.exportResults('csv')}>
          {trans.__('Download CSV')}
        </button>
        <span className="uh-aside">{trans._n('%1 student', '%1 students', rows.length)}</span>
      </div>
      <table className="uh-table">
        <caption className="uh-visually-hidden">
          {trans.__('Results of %1 by student and hand-in', course.run.name ?? course.root)}
        </caption>
        <thead>
          <tr>
            {columns.map(({ column, label }) => (
              <th
                key={column}
                scope="col"
                aria-sort={
                  order.column !== column ? 'none' : order.descending ? 'descending' : 'ascending'
                }
              >
                <button type="button" className="uh-sort" onClick={() => sortBy(column)}>
                  {label}
                  <span aria-hidden="true">
                    {order.column !== column ? ' ↕' : order.descending ? ' ↓' : ' ↑'}
                  </span>
                </button>
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {rows.map(row => (
            <Row key={row.student} row={row} course={course} actions={actions} trans={trans} />
          ))}
        </tbody>
      </table>
      {rows.length === 0 && <p className="uh-hint">{trans.__('No students yet.')}</p>}
    </div>
  );
});

const Row = React.memo(function Row(props: IMatrixProps & { row: IResultRow }): JSX.Element {
  const { row, course, actions, trans } = props;
  return (
    <tr data-student={row.student}>
      <th scope="row">
        {row.student} <span className="uh-aside">{row.name}</span>
      </th>
      {row.cells.map((cell, index) => (
        <td key={course.handins[index].name}>
          <Cell
            cell={cell}
            open={() => actions.formgrader(course.handins[index].name, row.student)}
            trans={trans}
          />
        </td>
      ))}
      <td className="uh-number">{formatPoints(row.total)}</td>
    </tr>
  );
});

function Cell(props: {
  cell: SubmissionDesk | null;
  open: () => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { cell, open, trans } = props;
  if (cell === null || cell.state === 'missing') {
    return <span className="uh-aside">{trans.__('not handed in')}</span>;
  }
  const { word } = markSubmission(cell.state, trans);
  const facts = [word, cell.late && trans.__('late')].filter(Boolean).join(' · ');
  return (
    <>
      {cell.score === null ? (
        <span className="uh-number">{scoreWord(cell)}</span>
      ) : (
        <button
          type="button"
          className="uh-link uh-number"
          tabIndex={-1}
          aria-label={trans.__('Grade %1 by hand: %2', cell.student, scoreWord(cell))}
          onClick={open}
        >
          {scoreWord(cell)}
        </button>
      )}{' '}
      <span className="uh-aside">{facts}</span>
      {cell.problems.length > 0 && <div className="uh-reason">{cell.problems[0]}</div>}
    </>
  );
}
