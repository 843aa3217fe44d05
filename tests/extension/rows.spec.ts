import { filterCourse } from '../../extension/src/filter';
import { findByPrefix, flattenCourse, moveByKey, nearestRow } from '../../extension/src/rows';
import type { Row } from '../../extension/src/rows';
import { catalog } from './fixtures';

function rows(open: string[], level: 1 | 2 | 3 | 4 = 2, search = ''): Row[] {
  const course = filterCourse(
    catalog(),
    { level, specializations: [], additionalReading: false },
    search,
    () => false
  );
  return flattenCourse(course, key => open.includes(key), search !== '');
}

const keys = (list: readonly Row[]) => list.map(({ key }) => key);

describe('flattenCourse', () => {
  it('shows what is open, with places among siblings', () => {
    const list = rows(['m1', 'm1/gpus']);
    expect(keys(list)).toEqual(['m1', 'm1/memory', 'm1/gpus', 'm1/gpus#0', 'm2']);
    expect(list.map(({ depth }) => depth)).toEqual([1, 2, 2, 3, 1]);
    expect(list.map(({ position, size }) => `${position}/${size}`)).toEqual([
      '1/2',
      '1/2',
      '2/2',
      '1/1',
      '2/2'
    ]);
    expect(list.map(({ expanded }) => expanded)).toEqual([true, null, true, null, false]);
  });

  it('opens what a search finds, down to the sections', () => {
    expect(keys(rows([], 3, 'occupancy'))).toEqual(['m1', 'm1/gpus', 'm1/gpus#1']);
    expect(keys(rows([], 3, 'introduction'))).toEqual(['m1', 'm1/gpus']);
  });
});

describe('moveByKey', () => {
  const list = rows(['m1', 'm1/gpus']);

  it.each([
    ['ArrowDown', 'm1', { kind: 'focus', key: 'm1/memory' }],
    ['ArrowDown', 'm2', null],
    ['ArrowUp', 'm2', { kind: 'focus', key: 'm1/gpus#0' }],
    ['ArrowUp', 'm1', null],
    ['Home', 'm2', { kind: 'focus', key: 'm1' }],
    ['End', 'm1', { kind: 'focus', key: 'm2' }],
    ['ArrowRight', 'm2', { kind: 'expand', key: 'm2' }],
    ['ArrowRight', 'm1', { kind: 'focus', key: 'm1/memory' }],
    ['ArrowRight', 'm1/memory', null],
    ['ArrowLeft', 'm1', { kind: 'collapse', key: 'm1' }],
    ['ArrowLeft', 'm1/memory', { kind: 'focus', key: 'm1' }],
    ['ArrowLeft', 'm1/gpus#0', { kind: 'focus', key: 'm1/gpus' }],
    ['ArrowLeft', 'm2', null],
    ['Enter', 'm1/gpus', { kind: 'activate', key: 'm1/gpus' }],
    ['Tab', 'm1', null],
    ['ArrowDown', 'gone', null]
  ])('%s on %s', (key, current, expected) => {
    expect(moveByKey(list, current, key)).toEqual(expected);
  });
});

describe('findByPrefix', () => {
  const list = rows(['m1', 'm1/gpus']);

  it('goes to the next title with one letter, round the end', () => {
    expect(findByPrefix(list, 'm1', 'w')).toBe('m1/memory');
    expect(findByPrefix(list, 'm1/memory', 'w')).toBe('m1/gpus#0');
    expect(findByPrefix(list, 'm1/gpus#0', 'w')).toBe('m1/memory');
  });

  it('stays while more letters fit', () => {
    expect(findByPrefix(list, 'm1/memory', 'why m')).toBe('m1/memory');
    const twins = list.map(row => (row.key === 'm2' ? { ...row, title: 'Why not' } : row));
    expect(findByPrefix(twins, 'm1/memory', 'w')).toBe('m1/gpus#0');
    expect(findByPrefix(twins, 'm1/memory', 'why')).toBe('m1/memory');
    expect(findByPrefix(list, 'm1/memory', 'wo')).toBe('m1/gpus#0');
    expect(findByPrefix(list, 'm1/memory', 'xyz')).toBeNull();
    expect(findByPrefix(list, null, 'c')).toBe('m2');
  });
});

describe('nearestRow', () => {
  const before = rows(['m1', 'm1/gpus']);

  it('keeps a row that is still there', () => {
    expect(nearestRow(before, rows(['m1']), 'm1/gpus')).toBe('m1/gpus');
  });

  it('takes the nearest one left, the one below first', () => {
    expect(nearestRow(before, rows(['m1']), 'm1/gpus#0')).toBe('m2');
    expect(nearestRow(before, rows(['m1'], 1), 'm1/gpus')).toBe('m1/memory');
  });

  it('takes the first one of a new tree, or none', () => {
    expect(nearestRow([], before, null)).toBe('m1');
    expect(nearestRow(before, [], 'm1')).toBeNull();
  });
});
