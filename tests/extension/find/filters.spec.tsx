import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import type { ICourseActions } from '../../../extension/src/components/actions';
import { CourseView } from '../../../extension/src/components/course';
import { CourseModel } from '../../../extension/src/model';
import { FakeApi, page, progress } from '../fixtures';

const trans = nullTranslator.load('underhood');

let api: FakeApi;
let model: CourseModel;
let actions: { openPage: jest.Mock };

beforeEach(() => {
  api = new FakeApi();
  model = new CourseModel({ api, trans, delay: 1 });
  actions = { openPage: jest.fn() };
});

afterEach(() => {
  cleanup();
  model.dispose();
});

async function show(): Promise<HTMLElement> {
  const view = () => (
    <CourseView
      model={model}
      actions={actions as unknown as ICourseActions}
      trans={trans}
      refreshIcon={null}
    />
  );
  const { container, rerender } = render(view());
  model.changed.connect(() => act(() => rerender(view())));
  await act(() => model.refresh());
  return container;
}

const box = () => screen.getByRole('searchbox', { name: 'Search the course' });
const type = (value: string) => fireEvent.change(box(), { target: { value } });
const answered = () => act(() => new Promise<void>(resolve => setTimeout(resolve, 30)));
const titles = () =>
  screen.queryAllByRole('treeitem').map(row => row.querySelector('.uh-title')?.textContent);

describe('more filters', () => {
  it('are closed, and say how many are active', async () => {
    await show();
    const disclosure = screen.getByRole('button', { name: 'More filters' });
    expect(disclosure.getAttribute('aria-expanded')).toBe('false');
    expect(screen.queryByRole('group', { name: 'State' })).toBeNull();
    fireEvent.click(disclosure);
    const states = screen.getByRole('group', { name: 'State' });
    fireEvent.click(within(states).getByRole('checkbox', { name: 'Not started' }));
    fireEvent.click(within(states).getByRole('checkbox', { name: 'Started' }));
    expect(screen.getByRole('button', { name: 'More filters (2 active)' })).toBeTruthy();
    expect(titles()).toEqual([
      'Memory hierarchies and GPUs',
      'Introduction to GPUs',
      'Concurrency'
    ]);
    fireEvent.click(screen.getByRole('button', { name: '1 done page hidden' }));
    expect(titles()).toContain('Why memory decides');
    fireEvent.click(within(states).getByRole('checkbox', { name: 'Done' }));
    fireEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
    expect(model.view.stages).toEqual([]);
  });

  it('offer only the kinds that the course has', async () => {
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'More filters' }));
    const kinds = within(screen.getByRole('group', { name: 'Kind' })).getAllByRole('checkbox');
    expect(kinds.map(kind => kind.parentElement?.textContent)).toEqual(['Page', 'Hand-in']);
    fireEvent.click(kinds[1]);
    expect(screen.getByRole('heading', { name: 'Nothing to show' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Show all states and kinds' }));
    expect(titles()).toContain('Introduction to GPUs');
  });

  it('tell who raised the level what is new', async () => {
    await show();
    expect(screen.queryByRole('switch', { name: /^Only what is new/ })).toBeNull();
    act(() => model.choose({ level: 3 }));
    fireEvent.click(screen.getByRole('switch', { name: 'Only what is new above level 2' }));
    expect(titles()).toEqual(['Memory hierarchies and GPUs', 'Introduction to GPUs']);
    fireEvent.click(screen.getByRole('button', { name: '2 pages hidden that are not new' }));
    expect(model.view.onlyNew).toBe(false);
    await act(() => model.flush());
    expect(api.patches).toEqual([{ level: 3, known_level: 2 }]);
  });
});

describe('the search', () => {
  beforeEach(() => {
    api.texts = [
      {
        id: 'm1/gpus',
        hits: [{ section: 0, text: '… sixty-four <b>threads</b> of one warp …' }]
      }
    ];
  });

  it('shows what stands in the text, marked, at its section', async () => {
    const container = await show();
    type('warp');
    expect(screen.getByText('Searching the pages…')).toBeTruthy();
    await answered();
    expect(titles()).toEqual([
      'Memory hierarchies and GPUs',
      'Introduction to GPUs',
      'Work groups'
    ]);
    const excerpt = container.querySelector('.uh-excerpt');
    expect(excerpt?.textContent).toBe('… sixty-four <b>threads</b> of one warp …');
    expect(excerpt?.querySelector('mark')?.textContent).toBe('warp');
    expect(excerpt?.querySelector('b')).toBeNull();
    expect(screen.getByText('1 page found')).toBeTruthy();
    expect(
      screen.getByRole('treeitem', { name: /^Work groups, level 2.*sixty-four <b>threads/ })
    ).toBeTruthy();
  });

  it('opens the best hit with Enter, at its heading', async () => {
    await show();
    box().focus();
    type('threads');
    fireEvent.keyDown(box(), { key: 'Enter' });
    expect(actions.openPage).toHaveBeenLastCalledWith('m2/threads');
    type('work gro');
    fireEvent.keyDown(box(), { key: 'Enter' });
    expect(actions.openPage).toHaveBeenLastCalledWith('m1/gpus', 'Work groups');
  });

  it('goes to the hits with the arrow, and back with Escape', async () => {
    await show();
    box().focus();
    type('threads');
    fireEvent.keyDown(box(), { key: 'ArrowDown' });
    expect(document.activeElement?.getAttribute('data-page-id')).toBe('m2/threads');
    fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
    expect(document.activeElement).toBe(box());
    expect(model.search).toBe('');
  });

  it('leaves Enter to whoever composes a character', async () => {
    await show();
    type('threads');
    fireEvent.keyDown(box(), { key: 'Enter', isComposing: true });
    expect(actions.openPage).not.toHaveBeenCalled();
  });

  it('still finds titles where the texts can’t be searched, and says so', async () => {
    api.searchText.mockRejectedValue(new Error('The server does not answer.'));
    await show();
    type('threads');
    await answered();
    expect(titles()).toContain('Threads à la carte');
    expect(screen.getByText('Only titles were searched: The server does not answer.')).toBeTruthy();
  });
});

describe('a long tree', () => {
  beforeEach(() => {
    api.catalog.modules[0].pages = Array.from({ length: 3000 }, (_, at) =>
      page(`m1/p${at}`, `Page ${at}`)
    );
    api.progress = progress({ pages: {}, last_page: null });
  });

  it('draws what is in view and says where each row is among all', async () => {
    await show();
    const rows = screen.getAllByRole('treeitem');
    expect(rows.length).toBeLessThan(100);
    const row = screen.getByRole('treeitem', { name: /^Page 5,/ });
    expect(row.getAttribute('aria-posinset')).toBe('6');
    expect(row.getAttribute('aria-setsize')).toBe('3000');
  });

  it('draws what is in view at once, and what is beyond it a moment later', async () => {
    jest.useFakeTimers();
    try {
      await show();
      const count = () => screen.getAllByRole('treeitem').length;
      const first = count();
      act(() => jest.advanceTimersByTime(100));
      expect(count()).toBe(first + 6);
      act(() => model.choose({ level: 3 }));
      expect(count()).toBe(first);
      act(() => jest.advanceTimersByTime(100));
      expect(count()).toBe(first + 6);
    } finally {
      jest.useRealTimers();
    }
  });

  it('goes to the end and to letters that are far away', async () => {
    await show();
    const [first] = screen.getAllByRole('treeitem');
    first.focus();
    const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
    press('End');
    expect(document.activeElement?.getAttribute('aria-label')).toMatch(/^Concurrency/);
    press('ArrowUp');
    expect(document.activeElement?.getAttribute('data-page-id')).toBe('m1/p2999');
    press('Home');
    expect(document.activeElement).toBe(
      screen.getByRole('treeitem', { name: /^Memory hierarchies/ })
    );
    [...'page 2345'].forEach(press);
    expect(document.activeElement?.getAttribute('data-page-id')).toBe('m1/p2345');
    const stops = screen.getAllByRole('treeitem').filter(item => item.tabIndex === 0);
    expect(stops).toHaveLength(1);
  });
});
