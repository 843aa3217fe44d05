import React from 'react';

/** Rows and columns that each key goes; Home and End go as far as there is something. */
const STEPS: Record<string, readonly [rows: number, columns: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity]
};

/**
 * Arrow keys, Home and End between the buttons in a table's body, of which Tab reaches one.
 *
 *     <tbody ref={body} onKeyDown={useTableKeys(body, rows)}>
 *
 * @param content - what the table shows; its buttons have the tab index -1 to begin with.
 */
export function useTableKeys(
  body: React.RefObject<HTMLTableSectionElement>,
  content: unknown
): (event: React.KeyboardEvent) => void {
  React.useEffect(() => {
    const all = body.current?.querySelectorAll<HTMLElement>('td button') ?? [];
    if (![...all].some(({ tabIndex }) => tabIndex === 0) && all[0]) {
      all[0].tabIndex = 0;
    }
  }, [body, content]);
  return event => {
    const step = STEPS[event.key];
    const from = (event.target as HTMLElement).closest('button');
    const cell = from?.closest('td');
    if (!step || !from || !cell || event.altKey || event.metaKey || event.ctrlKey) {
      return;
    }
    const to = buttonFrom(cell, step);
    event.preventDefault();
    if (to) {
      from.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    }
  };
}

/** The nearest button in a direction, or for an endless step the farthest; cells without one are passed over. */
function buttonFrom(
  cell: HTMLTableCellElement,
  [down, right]: readonly [number, number]
): HTMLElement | null {
  const row = cell.parentElement as HTMLTableRowElement;
  const rows = [...(row.parentElement as HTMLTableSectionElement).rows];
  const line = down !== 0 ? rows.map(({ cells }) => cells[cell.cellIndex]) : [...row.cells];
  const at = down !== 0 ? rows.indexOf(row) : cell.cellIndex;
  const ahead = down + right > 0 ? line.slice(at + 1) : line.slice(0, at).reverse();
  const found = ahead.flatMap(one => one.querySelector<HTMLElement>('button') ?? []);
  return (Math.abs(down + right) === Infinity ? found.at(-1) : found[0]) ?? null;
}
