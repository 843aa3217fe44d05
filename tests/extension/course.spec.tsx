import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import type { ICourseActions } from '../../extension/src/components/actions';
import { CourseView } from '../../extension/src/components/course';
import { CourseModel } from '../../extension/src/model';
import { FakeApi, handin, handins, page, part, progress } from './fixtures';

const trans = nullTranslator.load('underhood');

let api: FakeApi;
let model: CourseModel;
let actions: jest.Mocked<ICourseActions>;

beforeEach(() => {
  api = new FakeApi();
  model = new CourseModel({ api, trans, delay: 1 });
  actions = {
    openPage: jest.fn(),
    markDone: jest.fn(),
    handin: jest.fn(),
    submitAnyway: jest.fn(),
    openSubmission: jest.fn(),
    copyReceipt: jest.fn(),
    chooseNickname: jest.fn<Promise<string | null>, [string, string | null]>(async () => null),
    changedSinceRun: jest.fn<boolean | null, [path: string]>(() => null),
    refresh: jest.fn()
  };
});

afterEach(() => {
  cleanup();
  model.dispose();
});

async function show(): Promise<HTMLElement> {
  const view = () => (
    <CourseView model={model} actions={actions} trans={trans} refreshIcon={null} />
  );
  const { container, rerender } = render(view());
  model.changed.connect(() => act(() => rerender(view())));
  await act(() => model.refresh());
  return container;
}

const row = (name: RegExp) => screen.getByRole('treeitem', { name });
const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
/** Until the server has said what stands in the texts. */
const answered = () => new Promise(resolve => setTimeout(resolve, 30));
const focused = () => document.activeElement?.getAttribute('aria-label')?.split(',')[0];

describe('the tree', () => {
  it('names each row with all it shows', async () => {
    api.progress = progress({ level: 3, specializations: ['deep-learning'] });
    await show();
    expect(screen.getByRole('tree', { name: 'Course' })).toBeTruthy();
    expect(screen.getAllByRole('treeitem').map(item => item.getAttribute('aria-label'))).toEqual([
      'Memory hierarchies and GPUs, 1 of 3 done, 35 min',
      'Why memory decides, done, level 1, 8 minutes',
      'Introduction to GPUs, started, level 2, 19 minutes, 2 more sections hidden',
      'Fusing a graph, not opened, level 3, 8 minutes, Deep learning, needs CUDA',
      'Concurrency, 0 of 1 done, 8 min'
    ]);
  });

  it('says depth, place and what is open, and can be found by id', async () => {
    const container = await show();
    const item = container.querySelector('[data-page-id="m1/gpus"]');
    expect(item?.getAttribute('aria-level')).toBe('2');
    expect(item?.getAttribute('aria-posinset')).toBe('2');
    expect(item?.getAttribute('aria-setsize')).toBe('2');
    expect(item?.getAttribute('aria-expanded')).toBe('false');
    expect(container.querySelector('[data-module-id="m1"]')?.getAttribute('aria-expanded')).toBe(
      'true'
    );
    expect(row(/^Why memory/).getAttribute('aria-expanded')).toBeNull();
  });

  it('has one tab stop', async () => {
    await show();
    const stops = screen.getAllByRole('treeitem').filter(item => item.tabIndex === 0);
    expect(stops).toHaveLength(1);
  });

  it('moves with the arrow keys, Home, End and letters', async () => {
    await show();
    row(/^Memory/).focus();
    press('ArrowDown');
    expect(focused()).toBe('Why memory decides');
    expect(row(/^Why/).getAttribute('aria-selected')).toBe('true');
    press('End');
    expect(focused()).toBe('Concurrency');
    press('ArrowRight');
    expect(row(/^Threads/)).toBeTruthy();
    press('ArrowRight');
    expect(focused()).toBe('Threads à la carte');
    press('ArrowLeft');
    press('ArrowLeft');
    expect(screen.queryByRole('treeitem', { name: /^Threads/ })).toBeNull();
    press('Home');
    press('i');
    press('n');
    expect(focused()).toBe('Introduction to GPUs');
  });

  it('opens a page with Enter, a section at its heading, and closes a module', async () => {
    const container = await show();
    row(/^Introduction/).focus();
    press('Enter');
    expect(actions.openPage).toHaveBeenLastCalledWith('m1/gpus');
    press('ArrowRight');
    press('ArrowDown');
    expect(document.activeElement).toBe(container.querySelector('[data-section="Work groups"]'));
    press('Enter');
    expect(actions.openPage).toHaveBeenLastCalledWith('m1/gpus', 'Work groups');
    press('Home');
    press('Enter');
    expect(row(/^Memory/).getAttribute('aria-expanded')).toBe('false');
    expect(actions.openPage).toHaveBeenCalledTimes(2);
  });

  it('opens with a click, but not from the twisty', async () => {
    const container = await show();
    fireEvent.click(row(/^Introduction/));
    expect(actions.openPage).toHaveBeenCalledTimes(1);
    const twisty = container.querySelector('[data-page-id="m1/gpus"] .uh-twisty');
    fireEvent.click(twisty as Element);
    expect(actions.openPage).toHaveBeenCalledTimes(1);
    expect(row(/^Introduction/).getAttribute('aria-expanded')).toBe('true');
  });

  it('keeps the focus in the tree when its row goes away', async () => {
    await show();
    row(/^Introduction/).focus();
    act(() => model.choose({ level: 1 }));
    expect(focused()).toBe('Concurrency');
  });

  it('leaves the focus alone when it is elsewhere', async () => {
    await show();
    const box = screen.getByRole('searchbox', { name: 'Search the course' });
    box.focus();
    fireEvent.change(box, { target: { value: 'threads' } });
    expect(document.activeElement).toBe(box);
  });

  it('marks the selected page as done', async () => {
    await show();
    fireEvent.click(
      within(row(/^Introduction/)).getByRole('button', {
        name: 'Mark as done'
      })
    );
    expect(actions.markDone).toHaveBeenCalledWith('m1/gpus', true);
    fireEvent.click(within(row(/^Why/)).getByRole('button', { name: 'Mark as not done' }));
    expect(actions.markDone).toHaveBeenCalledWith('m1/memory', false);
    expect(actions.openPage).not.toHaveBeenCalled();
  });

  it('shows a hostile title as text', async () => {
    const title = '<img src=x onerror="globalThis.hit = true">& more';
    api.catalog.modules[0].pages[0] = page('m1/evil', title);
    const container = await show();
    const item = container.querySelector('[data-page-id="m1/evil"]');
    expect(item?.querySelector('.uh-title')?.textContent).toBe(title);
    expect(container.querySelector('img')).toBeNull();
    act(() => model.setSearch('onerror'));
    expect(container.querySelector('mark')?.textContent).toBe('onerror');
    expect(container.querySelector('img')).toBeNull();
  });
});

describe('the filters', () => {
  it('are a radio group, check boxes and a switch by their names', async () => {
    await show();
    const group = screen.getByRole('radiogroup', { name: 'Level' });
    const radios = within(group).getAllByRole<HTMLInputElement>('radio');
    expect(radios.map(radio => [radio.getAttribute('aria-label'), radio.checked])).toEqual([
      ['1 Read', false],
      ['2 Run', true],
      ['3 Systems', false],
      ['4 Exercises', false]
    ]);
    fireEvent.click(radios[3]);
    fireEvent.click(screen.getByRole('checkbox', { name: 'Computer graphics' }));
    fireEvent.click(screen.getByRole('switch', { name: 'Additional reading' }));
    expect(model.choice).toEqual({
      level: 4,
      specializations: ['computer-graphics'],
      additionalReading: true
    });
    fireEvent.click(screen.getByRole('checkbox', { name: 'Computer graphics' }));
    expect(model.choice.specializations).toEqual([]);
  });

  it('count what is hidden, one click away', async () => {
    await show();
    fireEvent.click(screen.getByRole('button', { name: '1 more at level 3' }));
    expect(model.choice.level).toBe(3);
    fireEvent.click(screen.getByRole('button', { name: '2 more in additional reading' }));
    expect(model.choice.additionalReading).toBe(true);
  });

  it('search at once, mark what is found, and clear with Escape', async () => {
    const container = await show();
    const box = screen.getByRole('searchbox', { name: 'Search the course' });
    fireEvent.change(box, { target: { value: 'THREADS' } });
    expect([...container.querySelectorAll('mark')].map(mark => mark.textContent)).toEqual([
      'Threads'
    ]);
    fireEvent.keyDown(box, { key: 'Escape' });
    expect(model.search).toBe('');
  });

  it('say in words when nothing is left', async () => {
    await show();
    act(() => model.setSearch('zebra'));
    expect(screen.getByText('Searching the pages…')).toBeTruthy();
    await act(() => answered());
    expect(screen.getByRole('heading', { name: 'Nothing found' })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Clear the search' }));
    expect(screen.queryByRole('heading', { name: 'Nothing found' })).toBeNull();
  });
});

describe('notices', () => {
  it('count the course’s problems once, with file, cell, field and message', async () => {
    api.catalog.problems = [
      {
        file: 'm1/gpu.ipynb',
        cell: 4,
        field: 'tags',
        message: 'tag "level-5" is no level'
      },
      { file: 'm1/x.ipynb', cell: null, field: null, message: 'not JSON' }
    ];
    const container = await show();
    expect(screen.getByText('2 problems in the course files')).toBeTruthy();
    expect([...container.querySelectorAll('.uh-notice li')].map(li => li.textContent)).toEqual([
      'm1/gpu.ipynb, cell 4, tags tag "level-5" is no level',
      'm1/x.ipynb not JSON'
    ]);
    expect(screen.getAllByRole('treeitem').length).toBeGreaterThan(1);
  });

  it('offer to retry where the server does not answer', async () => {
    api.getCatalog.mockRejectedValue(new Error('The server does not answer.'));
    await show();
    const alert = screen.getByRole('alert');
    expect(alert.textContent).toContain('The server does not answer.');
    fireEvent.click(within(alert).getByRole('button', { name: 'Retry' }));
    expect(actions.refresh).toHaveBeenCalled();
  });

  it('announce results politely', async () => {
    const container = await show();
    act(() => model.announce('Fetched: convolution'));
    const region = container.querySelector('.uh-announcement');
    expect(region?.getAttribute('aria-live')).toBe('polite');
    expect(region?.textContent).toBe('Fetched: convolution');
  });
});

describe('continue', () => {
  it('opens the page opened last', async () => {
    await show();
    fireEvent.click(screen.getByRole('button', { name: /^Continue: Introduction to GPUs/ }));
    expect(actions.openPage).toHaveBeenCalledWith('m1/gpus');
  });

  it('names the heading, and what is left from there', async () => {
    api.progress = progress({ pages: { 'm1/gpus': { state: 'started', heading: 'Work groups' } } });
    await show();
    fireEvent.click(screen.getByRole('button', { name: /GPUs ?Work groups ?5 min left$/ }));
    expect(actions.openPage).toHaveBeenCalledWith('m1/gpus', 'Work groups');
    expect(screen.getByText('about 29 min at level 2, 21 min left')).toBeTruthy();
  });

  it('starts at the first page that is not done', async () => {
    api.progress = progress({ last_page: null, pages: {} });
    await show();
    fireEvent.click(screen.getByRole('button', { name: /^Start: Why memory decides/ }));
    expect(actions.openPage).toHaveBeenCalledWith('m1/memory');
    expect(screen.getByText('about 29 min at level 2')).toBeTruthy();
  });

  it('is absent where all is done, which is said', async () => {
    const done = { state: 'done' as const };
    api.progress = progress({
      level: 1,
      last_page: 'm2/threads',
      pages: { 'm1/memory': done, 'm2/threads': done }
    });
    await show();
    expect(screen.queryByRole('button', { name: /^(Continue|Start|Next)/ })).toBeNull();
    expect(screen.getByText(/all done$/)).toBeTruthy();
  });
});

describe('a hand-in', () => {
  const path = 'convolution/convolution.ipynb';
  const enabled = () =>
    within(row(/^Hand-in/))
      .getAllByRole<HTMLButtonElement>('button')
      .filter(button => button.dataset.action && !button.disabled)
      .map(button => button.textContent);

  beforeEach(() => {
    api.progress = progress({ level: 4 });
  });

  it.each([
    ['not-released', {}, 'not released', []],
    ['released', {}, 'released', ['Fetch']],
    ['fetched', { path }, 'fetched', ['Check', 'Hand in']],
    ['handed-in', { path, feedback: 'ready' }, 'handed in', ['Check', 'Hand in', 'Feedback']],
    [
      'graded',
      { path, feedback: 'fetched', score: 8, max_score: 8 },
      'graded 8/8',
      ['Check', 'Hand in', 'Feedback']
    ]
  ] as const)('%s', async (state, facts, word, buttons) => {
    api.handins = handins(handin({ state, ...facts }));
    await show();
    const item = row(/^Hand-in: convolution/);
    expect(item.getAttribute('aria-label')).toContain(`, ${word}, hand-in, level 4`);
    expect(item.querySelector('.uh-word')?.textContent).toBe(word);
    expect(enabled()).toEqual(buttons);
  });

  it('asks for its action and does not open', async () => {
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'Fetch' }));
    expect(actions.handin).toHaveBeenCalledWith('fetch', 'convolution');
    expect(actions.openPage).not.toHaveBeenCalled();
  });

  it('gives the focus back to its row when the pressed button is switched off', async () => {
    await show();
    const fetch = screen.getByRole('button', { name: 'Fetch' });
    row(/^Hand-in/).focus();
    fetch.focus();
    let finish!: () => void;
    act(() => {
      void model.whileBusy('convolution', () => new Promise<void>(done => (finish = done)));
    });
    expect(document.activeElement).toBe(row(/^Hand-in/));
    expect(enabled()).toEqual([]);
    await act(async () => finish());
    expect(enabled()).toEqual(['Fetch']);
  });

  it('shows its parts with their points once graded', async () => {
    api.handins = handins(
      handin({
        state: 'graded',
        path,
        score: 8,
        max_score: 8,
        parts: [
          part('naive', { score: 8, max_score: 8 }),
          part('shared', { kind: 'invited', score: 0, max_score: 4 })
        ]
      })
    );
    const container = await show();
    expect([...container.querySelectorAll('.uh-parts li')].map(li => li.textContent)).toEqual([
      'naive 8/8',
      'shared 0/4'
    ]);
  });

  it('says quietly why nothing can be exchanged', async () => {
    api.handins = {
      ...handins(handin({ state: 'not-released' })),
      problem: 'There is no exchange here.'
    };
    const container = await show();
    expect(container.querySelector('.uh-handin')?.textContent).toContain(
      'There is no exchange here.'
    );
    expect(screen.queryByRole('alert')).toBeNull();
  });
});
