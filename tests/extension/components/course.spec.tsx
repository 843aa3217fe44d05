import { act, fireEvent, screen, within } from '@testing-library/react';
import { progress } from '../fixtures';

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

/** Until the server has said what stands in the texts. */
const answered = () => new Promise(resolve => setTimeout(resolve, 30));

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
