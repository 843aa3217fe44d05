/** How often to look, how often the heading must be seen in place, and when to give up. */
const STEP = 200;
const STEADY = 3;
const STEPS = 40;

/** What a student does to a page that is opening; from then on it scrolls as they want. */
const INTERRUPTIONS = ['wheel', 'pointerdown', 'keydown'];

/** As much of a document as scrolling to a heading needs. */
export interface IHeadedDocument {
  node: HTMLElement;
  setFragment(fragment: string): void;
  isDisposed: boolean;
}

/**
 * Scrolls to a heading of a document that may only just be opening.
 *
 * A fresh notebook draws its cells bit by bit: asked once, it does not find the heading yet, or
 * what is drawn above pushes it away. So this asks again until the heading stays in view.
 *
 * @returns whether it does.
 */
export async function scrollToHeading(page: IHeadedDocument, heading: string): Promise<boolean> {
  const id = headingId(heading);
  let interrupted = false;
  const interrupt = () => {
    interrupted = true;
  };
  INTERRUPTIONS.forEach(type => page.node.addEventListener(type, interrupt, { passive: true }));
  try {
    let seen = 0;
    page.setFragment(`#heading=${id}`);
    for (let step = 0; step < STEPS && seen < STEADY; step++) {
      await new Promise(resolve => setTimeout(resolve, STEP));
      if (interrupted || page.isDisposed) {
        return false;
      }
      if (isInView(page.node, id)) {
        seen += 1;
      } else {
        seen = 0;
        page.setFragment(`#heading=${id}`);
      }
    }
    if (seen < STEADY) {
      return false;
    }
    page.setFragment(`#heading=${id}`); // now that nothing moves any more, to the very top
    return true;
  } finally {
    INTERRUPTIONS.forEach(type => page.node.removeEventListener(type, interrupt));
  }
}

/** The id JupyterLab gives a heading: made from its text as rendered, without code and emphasis marks. */
export function headingId(heading: string): string {
  return heading.replace(/[`*]/g, '').replace(/ /g, '-');
}

function isInView(node: HTMLElement, id: string): boolean {
  const element = [...node.querySelectorAll('h2, h3, h4, h5, h6')].find(
    one => (one.getAttribute('data-jupyter-id') ?? one.id) === id
  );
  if (!element) {
    return false;
  }
  const { top } = element.getBoundingClientRect();
  const view = node.getBoundingClientRect();
  return top >= view.top && top < view.bottom;
}
