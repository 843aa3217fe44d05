import type { NotebookPanel } from '@jupyterlab/notebook';
import { PageReader } from '../../../extension/src/reading/reader';
import type { ICourseModel } from '../../../extension/src/tokens';
import { page, section } from '../fixtures';

const WINDOW = 100;

/** A page of cells one window high each, the second with a heading that the course knows. */
class FakePanel {
  constructor(count: number) {
    this.content.outerNode.getBoundingClientRect = () => box(0, WINDOW);
    Object.defineProperties(this.content.outerNode, {
      clientHeight: { value: WINDOW },
      scrollHeight: { value: count * WINDOW }
    });
    for (let index = 0; index < count; index++) {
      const node = document.createElement('div');
      const top = () => index * WINDOW - this.content.outerNode.scrollTop;
      node.getBoundingClientRect = () => box(top(), index === this.folded ? top() : top() + WINDOW);
      this.content.outerNode.append(node);
      const text = index === 1 ? '## Work groups' : 'text';
      this.content.widgets.push({
        node,
        model: { id: `c${index}`, type: 'markdown', sharedModel: { getSource: () => text } }
      });
    }
    this.node.append(this.content.outerNode);
    document.body.append(this.node);
  }

  folded = -1;
  isVisible = true;
  node = document.createElement('div');
  content = { outerNode: document.createElement('div'), widgets: [] as unknown[] };

  scrollTo(top: number): void {
    this.content.outerNode.scrollTop = top;
    this.content.outerNode.dispatchEvent(new Event('scroll'));
    jest.advanceTimersByTime(300);
  }
}

const box = (top: number, bottom: number) => ({ top, bottom, height: bottom - top }) as DOMRect;

let panel: FakePanel;
let reader: PageReader;
const keep = jest.fn();

function open(count = 4): void {
  panel = new FakePanel(count);
  reader = new PageReader(
    panel as unknown as NotebookPanel,
    page('m1/gpus', 'GPUs', { sections: [section('Work groups')] }),
    { keep } as unknown as ICourseModel
  );
}

const told = () => keep.mock.calls.map(([change]) => change.pages['m1/gpus']);

beforeEach(() => {
  jest.useFakeTimers();
  keep.mockClear();
});

afterEach(() => {
  reader.dispose();
  document.body.replaceChildren();
  jest.useRealTimers();
});

it('notes the heading once the student does something, not what moves while a page opens', () => {
  open();
  panel.scrollTo(250);
  expect(reader.heading).toBe('Work groups');
  expect(keep).not.toHaveBeenCalled();
  panel.node.dispatchEvent(new Event('wheel'));
  expect(keep).toHaveBeenLastCalledWith({ last_page: 'm1/gpus', pages: { 'm1/gpus': {} } }, 3000);
  panel.scrollTo(0);
  panel.scrollTo(260);
  panel.scrollTo(270);
  expect(told()).toEqual([{}, { heading: null }, { heading: 'Work groups' }]);
});

it('tells that a page was read when the end of each cell was seen, folded ones left out', () => {
  open();
  panel.folded = 2;
  panel.scrollTo(0);
  jest.advanceTimersByTime(20_000);
  panel.scrollTo(300);
  expect(told()).toEqual([]);
  panel.scrollTo(100);
  expect(told()).toEqual([{ read: true }]);
  panel.scrollTo(0);
  expect(told()).toHaveLength(1);
});

it('does not take a glance for reading, and a page without scrolling for unread', () => {
  open(1);
  jest.advanceTimersByTime(9_000);
  expect(told()).toEqual([]);
  jest.advanceTimersByTime(2_000);
  expect(told()).toEqual([{ read: true }]);
});

it('looks at nothing behind another tab or after it was closed', () => {
  open(1);
  panel.isVisible = false;
  jest.advanceTimersByTime(20_000);
  panel.isVisible = true;
  reader.dispose();
  panel.scrollTo(0);
  panel.node.dispatchEvent(new Event('wheel'));
  expect(keep).not.toHaveBeenCalled();
});
