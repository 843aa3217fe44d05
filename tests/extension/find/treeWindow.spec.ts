import { TreeWindow } from '../../../extension/src/components/treeWindow';
import type { Row } from '../../../extension/src/rows';

const rows = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ kind: 'page', key: `p${at}` }) as Row);

function tall(count: number): TreeWindow {
  const window = new TreeWindow();
  window.setRows(rows(count));
  return window;
}

it('draws all of a short tree', () => {
  const window = tall(100);
  expect(window.isPartial).toBe(false);
  const range = window.range(0, 200);
  expect(range).toEqual({ from: 0, to: 100 });
  expect(window.segments(range, 50)).toEqual([{ from: 0, to: 100, gap: 0 }]);
  expect(window.rest(window.segments(range, 50))).toBe(0);
});

it('draws what is in view of a long one, and a little more', () => {
  const window = tall(5000);
  const { from, to } = window.range(26 * 1000, 260);
  expect(from).toBeLessThan(1000);
  expect(from).toBeGreaterThan(980);
  expect(to).toBeGreaterThan(1010);
  expect(to).toBeLessThan(1030);
});

it('draws the row that has the focus wherever it is, and leaves room for the others', () => {
  const window = tall(5000);
  const range = window.range(26 * 1000, 260);
  for (const active of [3, 4000, 1005, -1]) {
    const segments = window.segments(range, active);
    const drawn = segments.flatMap(({ from, to }) => [from, to]);
    expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
    const empty = segments.reduce((sum, { gap }) => sum + gap, 0) + window.rest(segments);
    const count = segments.reduce((sum, { from, to }) => sum + to - from, 0);
    expect(empty + 26 * count).toBeCloseTo(26 * 5000);
    expect(segments.some(({ from, to }) => active >= from && active < to)).toBe(active >= 0);
  }
});

it('takes heights as they are measured', () => {
  const window = tall(5000);
  const before = window.height;
  const list = rows(5000);
  window.measure(list.slice(0, 10).map(row => [row, 126]));
  expect(window.height).toBeGreaterThan(before + 900);
  expect(window.range(0, 260).to).toBeLessThan(12);
});
