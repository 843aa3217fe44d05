import { headingId, scrollToHeading } from '../../../extension/src/reading/heading';
import type { IHeadedDocument } from '../../../extension/src/reading/heading';

let page: jest.Mocked<IHeadedDocument>;
let heading: HTMLElement;
/** Where the heading is drawn; the document shows 0 to 500. */
let top: number;

const place = (element: HTMLElement, range: () => [number, number]) => {
  element.getBoundingClientRect = () => {
    const [from, to] = range();
    return { top: from, bottom: to } as DOMRect;
  };
};

beforeEach(() => {
  jest.useFakeTimers();
  top = 5000;
  heading = document.createElement('h2');
  heading.setAttribute('data-jupyter-id', 'Work-groups');
  place(heading, () => [top, top + 20]);
  const node = document.createElement('div');
  place(node, () => [0, 500]);
  page = { node, setFragment: jest.fn(), isDisposed: false };
});

afterEach(() => jest.useRealTimers());

it('makes the id as JupyterLab does', () => {
  expect(headingId('The `scan` of a *work group*')).toBe('The-scan-of-a-work-group');
});

it('asks again until the heading is drawn and stays', async () => {
  const done = scrollToHeading(page, 'Work groups');
  expect(page.setFragment).toHaveBeenCalledWith('#heading=Work-groups');
  await jest.advanceTimersByTimeAsync(1000);
  page.node.append(heading);
  page.setFragment.mockImplementation(() => {
    top = 10;
  });
  await jest.advanceTimersByTimeAsync(400);
  top = 3000; // something above it was drawn
  await jest.advanceTimersByTimeAsync(2000);
  await expect(done).resolves.toBe(true);
  expect(top).toBe(10);
  const calls = page.setFragment.mock.calls.length;
  await jest.advanceTimersByTimeAsync(10_000);
  expect(page.setFragment).toHaveBeenCalledTimes(calls);
});

it('lets go once the student scrolls', async () => {
  const done = scrollToHeading(page, 'Work groups');
  page.node.dispatchEvent(new Event('wheel'));
  await jest.advanceTimersByTimeAsync(10_000);
  await expect(done).resolves.toBe(false);
  expect(page.setFragment).toHaveBeenCalledTimes(1);
});

it('gives up on a heading that is not there', async () => {
  const done = scrollToHeading(page, 'Nothing');
  await jest.advanceTimersByTimeAsync(20_000);
  await expect(done).resolves.toBe(false);
});
