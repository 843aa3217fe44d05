import { act, fireEvent, screen, within } from '@testing-library/react';
import { handin, handins, part, progress } from '../fixtures';

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
