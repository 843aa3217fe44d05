import type { Line } from '../generated/update';

/** Lines to show, and between them how many equal ones are left out. */
export type Shown = Line | number;

/** How many equal lines stay before and after a changed one. */
const CONTEXT = 2;

/**
 * Leaves out equal lines that are far from any change.
 *
 * `foldEqual([=, =, =, =, ≠])` is `[2, =, =, ≠]`; a single line is shown rather than counted.
 */
export function foldEqual(lines: readonly Line[], context = CONTEXT): Shown[] {
  const near = new Set<number>();
  lines.forEach((line, index) => {
    if (!line.same) {
      for (let place = index - context; place <= index + context; place++) {
        near.add(place);
      }
    }
  });
  const shown: Shown[] = [];
  let start = 0;
  while (start < lines.length) {
    let end = start;
    while (end < lines.length && !near.has(end)) {
      end++;
    }
    if (end - start > 1) {
      shown.push(end - start);
    } else if (end - start === 1) {
      shown.push(lines[start]);
    }
    if (end < lines.length) {
      shown.push(lines[end]);
    }
    start = end + 1;
  }
  return shown;
}
