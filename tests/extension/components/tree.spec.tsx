import { act, fireEvent, screen, within } from '@testing-library/react';
import { page, progress } from '../fixtures';

import { openCourse } from './courseView';
import type { IOpenCourse } from './courseView';

let close: IOpenCourse['close'];
let api: IOpenCourse['api'];
let model: IOpenCourse['model'];
let actions: IOpenCourse['actions'];
let show: IOpenCourse['show'];

beforeEach(() => {
  ({ api, model, actions, show, close } = openCourse());
});

afterEach(() => close());

const row = (name: RegExp) => screen.getByRole('treeitem', { name });
const press = (key: string) => fireEvent.keyDown(document.activeElement as Element, { key });
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
    act(() => model.setActive('m1/gpus'));
    const selected = within(row(/^Introduction/));
    fireEvent.click(selected.getByRole('button', { name: 'Mark as done' }));
    expect(actions.markDone).toHaveBeenCalledWith('m1/gpus', true);
    const pointed = within(row(/^Why/));
    expect(pointed.queryByRole('button')).toBeNull();
    fireEvent.mouseEnter(row(/^Why/));
    fireEvent.click(pointed.getByRole('button', { name: 'Mark as not done' }));
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
