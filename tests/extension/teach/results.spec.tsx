import { nullTranslator } from '@jupyterlab/translation';
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { Matrix } from '../../../extension/src/teach/components/matrix';
import { resultRows, sortRows } from '../../../extension/src/teach/results';
import { directory, teachActions } from './fixtures';

const trans = nullTranslator.load('underhood');

afterEach(cleanup);

describe('the results', () => {
  it('have a line for each student, with or without a submission', () => {
    const rows = resultRows(directory());
    expect(rows.map(({ student, name, total }) => [student, name, total])).toEqual([
      ['s01', 'Ada Lovelace', 8],
      ['s04', '', 0],
      ['s02', '', 10],
      ['s03', '', 0]
    ]);
  });

  it('sort by any column, without a score last', () => {
    const by = (column: number, descending: boolean) =>
      sortRows(resultRows(directory()), { column, descending }).map(({ student }) => student);
    expect(by(-1, false)).toEqual(['s01', 's02', 's03', 's04']);
    expect(by(0, true)).toEqual(['s02', 's01', 's03', 's04']);
    expect(by(0, false)).toEqual(['s01', 's02', 's03', 's04']);
    expect(by(1, true)).toEqual(['s02', 's01', 's03', 's04']);
  });

  it('are a table that says how it is sorted', () => {
    const actions = teachActions();
    const { container } = render(<Matrix course={directory()} actions={actions} trans={trans} />);
    expect(screen.getByRole('table', { name: 'Results of Autumn 2026 by student and hand-in' }));
    const header = screen.getByRole('columnheader', { name: 'Convolution' });
    fireEvent.click(within(header).getByRole('button'));
    expect(header.getAttribute('aria-sort')).toBe('descending');
    const first = container.querySelector('tbody tr');
    expect(first?.getAttribute('data-student')).toBe('s02');
    fireEvent.click(screen.getByRole('button', { name: 'Grade s02 by hand: 10/10' }));
    expect(actions.formgrader).toHaveBeenCalledWith('convolution', 's02');
  });

  it('are gone through with the arrow keys, and Tab reaches them once', () => {
    const course = directory();
    const { submissions } = course.handins[0];
    course.handins.push({ ...course.handins[0], name: 'scan', title: 'Scan' });
    const { rerender } = render(<Matrix course={course} actions={teachActions()} trans={trans} />);
    const scores = () =>
      within(screen.getAllByRole('rowgroup')[1]).getAllByRole<HTMLButtonElement>('button');
    const stops = () => scores().filter(({ tabIndex }) => tabIndex === 0);
    const press = (key: string) => {
      const before = document.activeElement;
      fireEvent.keyDown(before as Element, { key });
      const at = scores().indexOf(document.activeElement as HTMLButtonElement);
      expect(stops()).toEqual([document.activeElement]);
      return [Math.floor(at / 2), at % 2];
    };
    // Ada and s02 have scores, in two columns.
    expect(scores()).toHaveLength(4);
    expect(stops()).toEqual([scores()[0]]);
    scores()[0].focus();
    expect(press('ArrowRight')).toEqual([0, 1]);
    expect(press('ArrowRight')).toEqual([0, 1]);
    expect(press('ArrowDown')).toEqual([1, 1]); // past s04, who has none
    expect(press('Home')).toEqual([1, 0]);
    expect(press('End')).toEqual([1, 1]);
    expect(press('ArrowUp')).toEqual([0, 1]);
    expect(press('ArrowLeft')).toEqual([0, 0]);
    const without = submissions.filter(({ student }) => student !== 's01');
    const less = {
      ...course,
      handins: course.handins.map(one => ({ ...one, submissions: without }))
    };
    rerender(<Matrix course={less} actions={teachActions()} trans={trans} />);
    expect(stops()).toHaveLength(1);
  });

  it('are not drawn anew for what a step says of its progress', () => {
    const actions = teachActions();
    const course = directory();
    const table = (said: string) => (
      <>
        <p>{said}</p>
        <Matrix course={course} actions={actions} trans={trans} />
      </>
    );
    const { rerender, container } = render(table('1 of 2'));
    const asked = jest.spyOn(course.handins, 'map');
    rerender(table('2 of 2'));
    expect(asked).not.toHaveBeenCalled();
    expect(container.textContent).toContain('2 of 2');
  });
});
