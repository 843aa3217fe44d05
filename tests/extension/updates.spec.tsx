import { nullTranslator } from '@jupyterlab/translation';
import { fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import { CourseError } from '../../extension/src/api';
import type { ChangedCell, Line, PageUpdate } from '../../extension/src/generated/update';
import { CourseModel } from '../../extension/src/model';
import type { IUpdatesApi } from '../../extension/src/updates/api';
import { foldEqual } from '../../extension/src/updates/folding';
import { UpdateModel } from '../../extension/src/updates/model';
import { UpdatesStore } from '../../extension/src/updates/store';
import { UpdateView } from '../../extension/src/updates/view';
import { FakeApi } from './fixtures';

const trans = nullTranslator.load('underhood');
const HOSTILE = '<img src=x onerror="alert(1)">';

const text = (words: string) => [{ text: words, changed: false }];
const equal = (words: string): Line => ({ same: true, mine: text(words), course: text(words) });
const CHANGED: Line = {
  same: false,
  mine: [
    { text: 'x = ', changed: false },
    { text: '3', changed: true }
  ],
  course: [
    { text: 'x = ', changed: false },
    { text: '1.0', changed: true }
  ]
};

function cell(key: string, facts: Partial<ChangedCell> = {}): ChangedCell {
  return {
    key,
    number: 2,
    heading: 'Work groups',
    kind: 'changed-by-both',
    cell_type: 'code',
    conflict: true,
    moved: false,
    in_mine: true,
    in_course: true,
    choices: ['course', 'mine', 'both'],
    choice: 'mine',
    lines: [CHANGED],
    ...facts
  };
}

function pageUpdate(facts: Partial<PageUpdate> = {}): PageUpdate {
  return {
    page_id: 'm1/gpus',
    title: 'Introduction to GPUs',
    path: 'm1/gpus.ipynb',
    fingerprint: 'one',
    newer: true,
    touched: true,
    conflicts: 1,
    unchanged: 4,
    added: 1,
    cells: [
      cell('b1'),
      cell('c2', {
        number: 3,
        kind: 'new-in-course',
        cell_type: 'markdown',
        conflict: false,
        in_mine: false,
        choices: ['course', 'mine'],
        choice: 'course',
        lines: [{ same: false, mine: null, course: text('## New') }]
      })
    ],
    ...facts
  };
}

type Api = jest.Mocked<Pick<IUpdatesApi, 'getUpdate' | 'merge'>>;

function setUp(update = pageUpdate()): { model: UpdateModel; api: Api; save: jest.Mock } {
  const api: Api = {
    getUpdate: jest.fn<Promise<PageUpdate>, [string]>(async () => update),
    merge: jest.fn<ReturnType<IUpdatesApi['merge']>, Parameters<IUpdatesApi['merge']>>(
      async () => ({ path: update.path, backup: null, problem: null })
    )
  };
  const save = jest.fn(async () => undefined);
  return { model: new UpdateModel('m1/gpus', { api, save, trans }), api, save };
}

describe('equal lines', () => {
  it('are left out far from a change', () => {
    const lines = [...'abcdef'].map(equal);
    const shown = foldEqual([...lines, CHANGED, ...lines]);
    expect(shown).toEqual([4, lines[4], lines[5], CHANGED, lines[0], lines[1], 4]);
  });

  it('are shown where leaving them out saves nothing', () => {
    expect(foldEqual([equal('a'), equal('b'), equal('c'), CHANGED])).toHaveLength(4);
    expect(foldEqual([])).toEqual([]);
    expect(foldEqual([equal('a'), equal('b')])).toEqual([2]);
  });
});

describe('the model of a difference', () => {
  it('saves the page before it looks, and merges what was chosen', async () => {
    const { model, api, save } = setUp();
    await model.load();
    expect(save.mock.invocationCallOrder[0]).toBeLessThan(
      api.getUpdate.mock.invocationCallOrder[0]
    );
    expect([model.choice('b1'), model.undecided]).toEqual(['mine', 1]);
    model.choose('b1', 'both');
    expect([model.choice('b1'), model.undecided]).toEqual(['both', 0]);
    await model.merge();
    expect(api.merge).toHaveBeenCalledWith('m1/gpus', 'one', { b1: 'both' });
    expect(save).toHaveBeenCalledTimes(2);
  });

  it('shows the difference again if a side changed, and keeps the choices that still fit', async () => {
    const { model, api } = setUp();
    await model.load();
    model.choose('b1', 'both');
    model.choose('c2', 'mine');
    api.merge.mockRejectedValueOnce(new CourseError('changed', 409));
    const other = cell('c2', { lines: [{ same: false, mine: null, course: text('## Other') }] });
    api.getUpdate.mockResolvedValueOnce(
      pageUpdate({ fingerprint: 'two', cells: [cell('b1'), other] })
    );
    await expect(model.merge()).resolves.toBeNull();
    expect(model.notice).toContain('changed in the meantime');
    await model.merge();
    expect(api.merge).toHaveBeenLastCalledWith('m1/gpus', 'two', { b1: 'both' });
  });

  it('says what went wrong and can be asked again', async () => {
    const { model, api } = setUp();
    api.getUpdate.mockRejectedValueOnce(new CourseError('The disk is full.', 500));
    await model.load();
    expect(model.error).toBe('The disk is full.');
    await model.load();
    expect([model.error, model.busy]).toEqual([null, false]);
  });

  it('merges once though asked twice', async () => {
    const { model, api } = setUp();
    await model.load();
    await Promise.all([model.merge(), model.merge()]);
    expect(api.merge).toHaveBeenCalledTimes(1);
  });
});

describe('the view of a difference', () => {
  async function show(update = pageUpdate()) {
    const { model } = setUp(update);
    await model.load();
    const onMerge = jest.fn();
    const view = () => (
      <UpdateView model={model} onMerge={onMerge} onClose={jest.fn()} trans={trans} />
    );
    const { rerender, container } = render(view());
    model.changed.connect(() => rerender(view()));
    return { model, onMerge, container };
  }

  it('has a choice for each cell, with what is sensible chosen', async () => {
    const { model } = await show();
    const both = screen.getByRole('group', {
      name: /Cell 2, code.*changed by you and in the course/
    });
    expect(within(both).getByRole<HTMLInputElement>('radio', { name: 'Mine' }).checked).toBe(true);
    const added = screen.getByRole('group', { name: /new in the course/ });
    expect(within(added).getByRole<HTMLInputElement>('radio', { name: 'Add it' }).checked).toBe(
      true
    );
    fireEvent.click(within(both).getByRole('radio', { name: 'Both, mine below' }));
    expect(model.choice('b1')).toBe('both');
  });

  it('says the conflicts on the button', async () => {
    const { onMerge } = await show();
    fireEvent.click(screen.getByRole('button', { name: 'Merge (1 conflict)' }));
    expect(onMerge).toHaveBeenCalled();
  });

  it('says by words and signs which side a line is of', async () => {
    await show();
    const lines = screen.getByRole('group', { name: 'Difference of cell 2' });
    expect(lines.textContent).toContain('−mine:x = 3');
    expect(lines.textContent).toContain('+the course’s:x = 1.0');
    expect([...lines.querySelectorAll('mark')].map(one => one.textContent)).toEqual(['3', '1.0']);
  });

  it('shows markup as text', async () => {
    const line = { same: false, mine: text(HOSTILE), course: text(HOSTILE + '!') };
    const { container } = await show(
      pageUpdate({ title: HOSTILE, cells: [cell(HOSTILE, { heading: HOSTILE, lines: [line] })] })
    );
    expect(container.querySelector('img')).toBeNull();
    expect(container.textContent).toContain(HOSTILE);
  });

  it('shows what was left out', async () => {
    const lines = [...[...'abcdefgh'].map(equal), CHANGED];
    await show(pageUpdate({ cells: [cell('b1', { lines })] }));
    fireEvent.click(screen.getByRole('button', { name: 'Show 6 equal lines' }));
    expect(screen.getByRole('group', { name: 'Difference of cell 2' }).textContent).toContain('a');
  });
});

describe('the newer versions that are known', () => {
  const newer = {
    page_id: 'm1/gpus',
    title: 'GPUs',
    path: 'm1/gpus.ipynb',
    state: 'touched' as const
  };

  it('are those of the server, and stay when it does not answer', async () => {
    const getUpdates = jest.fn(async () => ({ updates: [newer] }));
    const store = new UpdatesStore({ getUpdates });
    await store.load();
    expect(store.of('m1/gpus')).toEqual(newer);
    getUpdates.mockRejectedValueOnce(new CourseError('gone', 0));
    await store.load();
    expect(store.of('m1/gpus')).toEqual(newer);
    expect(store.of('m1/memory')).toBeUndefined();
  });

  it('keep a page as it is while it is open here', async () => {
    const api = new FakeApi();
    const model = new CourseModel({ api, trans });
    const held = model.updates.hold('m1/gpus');
    await model.open('m1/gpus');
    expect(api.openPage).toHaveBeenLastCalledWith('m1/gpus', { update: false });
    held.dispose();
    held.dispose();
    await model.open('m1/gpus');
    expect(api.openPage).toHaveBeenLastCalledWith('m1/gpus');
    model.dispose();
  });

  it('are asked for anew when the server says so', async () => {
    const getUpdates = jest.fn(async () => ({ updates: [newer] }));
    const model = new CourseModel({
      api: new FakeApi(),
      trans,
      updates: new UpdatesStore({ getUpdates })
    });
    await model.refresh();
    await model.onEvent({ subject: 'updates', name: 'm1/gpus', data: null });
    expect(getUpdates).toHaveBeenCalledTimes(2);
    model.dispose();
  });
});
