import type { CourseDirectory, SubmissionDesk } from '../generated/teaching';

/** One student's line in the results. */
export interface IResultRow {
  student: string;
  name: string;
  /** By hand-in, in the course directory's order; null where there is no row of theirs. */
  cells: (SubmissionDesk | null)[];
  /** The sum of the scores there are. */
  total: number;
}

/** What the results are sorted by: a column's number, -1 for the student, the hand-ins' count for the total. */
export interface IResultOrder {
  column: number;
  descending: boolean;
}

/** Everybody's results of every hand-in, a line a student. */
export function resultRows(course: CourseDirectory): IResultRow[] {
  const names = new Map(course.students.map(({ id, name }) => [id, name]));
  const submissions = course.handins.map(
    handin => new Map(handin.submissions.map(one => [one.student, one]))
  );
  const students = new Set([
    ...names.keys(),
    ...submissions.flatMap(byStudent => [...byStudent.keys()])
  ]);
  return [...students].map(student => {
    const cells = submissions.map(byStudent => byStudent.get(student) ?? null);
    const total = cells.reduce((sum, cell) => sum + (cell?.score ?? 0), 0);
    return { student, name: names.get(student) ?? '', cells, total };
  });
}

/** Made once: `localeCompare` makes one for each comparison. */
const collator = new Intl.Collator(undefined, { numeric: true });

/** The rows in an order; who has no score comes last either way, equals stay in the order of their ids. */
export function sortRows(rows: readonly IResultRow[], order: IResultOrder): IResultRow[] {
  const sign = order.descending ? -1 : 1;
  const valueOf = (row: IResultRow): number | null =>
    order.column === row.cells.length ? row.total : (row.cells[order.column]?.score ?? null);
  const byStudent = (one: IResultRow, other: IResultRow) =>
    collator.compare(one.student, other.student);
  return [...rows].sort((one, other) => {
    if (order.column < 0) {
      return sign * byStudent(one, other);
    }
    const [first, second] = [valueOf(one), valueOf(other)];
    if (first === null || second === null) {
      return Number(first === null) - Number(second === null) || byStudent(one, other);
    }
    return sign * (first - second) || byStudent(one, other);
  });
}
