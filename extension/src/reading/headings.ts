import { headingId } from './heading';

/** One cell of an open page, as far as finding the student's place in it goes. */
export interface IPageCell {
  node: HTMLElement;
  /** Its Markdown; empty for a code cell. */
  markdown: string;
}

/** What a page shows now. */
export interface ILook {
  /** The heading at or above the place where one reads; null above the first one. */
  heading: string | null;
  /** Indices of the cells whose end is on the screen. */
  ends: number[];
  /** Whether each cell takes room: one that is folded away need not be read. */
  takesRoom: boolean[];
}

/** Where in the window one reads, from its top. */
const READING_LINE = 0.3;
const HEADING = /^ {0,3}#{2,6}\s+(.+?)\s*#*\s*$/;
const FENCE = /^\s*(```|~~~)/;

/**
 * Looks at a page in its scrolling window.
 *
 * @param headings - the titles that the course knows of the page; others are no place to come back to.
 */
export function lookAt(
  view: DOMRect,
  atEnd: boolean,
  cells: readonly IPageCell[],
  headings: readonly string[]
): ILook {
  const line = atEnd ? view.bottom : view.top + READING_LINE * view.height;
  const ends: number[] = [];
  const takesRoom: boolean[] = [];
  let current = -1;
  cells.forEach(({ node }, index) => {
    const { top, bottom, height } = node.getBoundingClientRect();
    // A cell that the notebook took out of the page for being far away has no height either.
    takesRoom.push(height > 0 || !node.isConnected);
    if (height === 0) {
      return;
    }
    if (bottom > view.top && bottom <= view.bottom + 1) {
      ends.push(index);
    }
    if (top <= line) {
      current = index;
    }
  });
  return { heading: headingBefore(line, cells, current, headings), ends, takesRoom };
}

function headingBefore(
  line: number,
  cells: readonly IPageCell[],
  current: number,
  headings: readonly string[]
): string | null {
  const byId = new Map(headings.map(title => [headingId(title), title]));
  if (current >= 0) {
    const drawn = [...cells[current].node.querySelectorAll('h2, h3, h4, h5, h6')]
      .filter(element => element.getBoundingClientRect().top <= line)
      .map(element => byId.get(element.getAttribute('data-jupyter-id') ?? element.id))
      .filter(title => title !== undefined);
    if (drawn.length > 0) {
      return drawn[drawn.length - 1];
    }
  }
  for (let at = current - 1; at >= 0; at--) {
    const written = headingsOf(cells[at].markdown).map(text => byId.get(headingId(text)));
    const last = written.filter(title => title !== undefined).pop();
    if (last !== undefined) {
      return last;
    }
  }
  return null;
}

/** The headings of a Markdown text, without those inside code. */
function headingsOf(markdown: string): string[] {
  const found: string[] = [];
  let inCode = false;
  for (const line of markdown.split('\n')) {
    if (FENCE.test(line)) {
      inCode = !inCode;
    }
    const text = inCode ? undefined : HEADING.exec(line)?.[1];
    if (text !== undefined) {
      found.push(text);
    }
  }
  return found;
}
