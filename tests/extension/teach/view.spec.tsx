import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import React from 'react';
import type { ITeachApi } from '../../../extension/src/teach/api';
import type { ITeachActions } from '../../../extension/src/teach/components/actions';
import { TeachView } from '../../../extension/src/teach/components/teach';
import { TeachModel } from '../../../extension/src/teach/model';
import { teachActions, teachApi, desk, directory, job, submission, teaching } from './fixtures';

const trans = nullTranslator.load('underhood');
const specializations = [{ id: 'computer-graphics', title: 'Computer graphics', mark: 'CG' }];

let api: jest.Mocked<ITeachApi>;
let model: TeachModel;
let actions: jest.Mocked<ITeachActions>;

beforeEach(() => {
  api = teachApi();
  model = new TeachModel(api, trans);
  actions = teachActions();
});

afterEach(() => {
  cleanup();
  model.dispose();
});

async function show(): Promise<HTMLElement> {
  const view = () => (
    <TeachView
      model={model}
      actions={actions}
      specializations={specializations}
      trans={trans}
      refreshIcon={null}
    />
  );
  const { container, rerender } = render(view());
  model.changed.connect(() => act(() => rerender(view())));
  await act(() => model.refresh());
  return container;
}

const grading = (data: object) => ({
  subject: 'grading' as const,
  name: 'convolution',
  data: { ...data }
});
describe('the view', () => {
  it('shows the days around today', async () => {
    const container = await show();
    expect(screen.getByRole('heading', { name: 'Teach · Autumn 2026' })).toBeTruthy();
    expect(screen.getByRole('heading', { name: /Calendar today: day 2/ })).toBeTruthy();
    const today = container.querySelector('[aria-current="date"]');
    expect(today?.textContent).toContain('GPUs');
    expect(today?.textContent).toContain('convolution out');
    expect(container.querySelectorAll('.uh-day')).toHaveLength(4);
    fireEvent.click(screen.getByRole('button', { name: 'All 5 days' }));
    expect(container.querySelectorAll('.uh-day')).toHaveLength(5);
  });

  it('shows who handed in what, with one reason, those to look at first', async () => {
    const container = await show();
    const rows = [...container.querySelectorAll('.uh-submission')];
    expect(rows.map(row => row.getAttribute('data-student'))).toEqual(['s03', 's01', 's02', 's04']);
    expect(rows[0].textContent).toContain('notebook is not valid JSON');
    expect(rows[2].textContent).toContain('late');
    expect(screen.getByRole('heading', { name: /3 of 4 in · 1 to look at/ })).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Grade s01 by hand' }));
    expect(actions.formgrader).toHaveBeenCalledWith('convolution', 's01');
  });

  it('shows the board of a hand-in with races before it is published', async () => {
    const races = [{ name: 'prefix sum', places: [{ rank: 1, nickname: 'Turbo', share: 0.91 }] }];
    const facts = { remaining: null, last: null, counts: { shown: 1 }, board: races };
    api.get.mockResolvedValue(
      teaching({ course: directory({ handins: [desk({ races: true })] }) })
    );
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'Board' }));
    expect(actions.step).toHaveBeenLastCalledWith('board', 'convolution');
    const problems = { s02: 'board.toml is no TOML' };
    await act(() =>
      model.onEvent(grading(job({ ...facts, step: 'board', state: 'done', problems })))
    );
    expect(screen.getByText('Turbo, 91 % of the reference')).toBeTruthy();
    expect(screen.getByText('s02 – board.toml is no TOML')).toBeTruthy();
    const publish = screen.getByRole('button', { name: 'Publish' });
    publish.focus();
    fireEvent.click(publish);
    expect(actions.step).toHaveBeenLastCalledWith('publish-board', 'convolution');
    await act(() => model.onEvent(grading(job({ step: 'publish-board', board: null }))));
    fireEvent.click(publish);
    expect(actions.step).toHaveBeenCalledTimes(2);
    await act(() =>
      model.onEvent(grading(job({ ...facts, step: 'publish-board', state: 'done' })))
    );
    expect(screen.getAllByText(/^The board is published/)[0]).toBeTruthy();
    expect(document.activeElement).toBe(publish);
  });

  it('has no board where no test is a race', async () => {
    await show();
    expect(screen.queryByRole('button', { name: 'Board' })).toBeNull();
  });

  it('runs steps, one at a time, and keeps the focus where it was', async () => {
    await show();
    const grade = screen.getByRole('button', { name: 'Grade' });
    fireEvent.click(grade);
    expect(actions.step).toHaveBeenCalledWith('grade', 'convolution');
    grade.focus();
    await act(() => model.onEvent(grading(job())));
    expect(grade.getAttribute('aria-disabled')).toBe('true');
    expect(document.activeElement).toBe(grade);
    fireEvent.click(grade);
    expect(actions.step).toHaveBeenCalledTimes(1);
    const bar = screen.getByRole<HTMLProgressElement>('progressbar', { name: 'Grade' });
    expect([bar.value, bar.max]).toEqual([22, 28]);
    fireEvent.click(screen.getByRole('button', { name: 'Cancel' }));
    expect(actions.cancel).toHaveBeenCalled();
    await act(() => model.onEvent(grading(job({ state: 'failed', message: 'the disk is full' }))));
    expect(screen.getByRole('alert').textContent).toBe('the disk is full');
  });

  it('gives more time and takes it back', async () => {
    await show();
    const more = screen.getByRole('button', { name: 'More time for s01' });
    fireEvent.click(more);
    const form = screen.getByRole('form', { name: 'More time for s01' });
    fireEvent.change(within(form).getByRole('spinbutton'), { target: { value: '24' } });
    await act(async () => fireEvent.submit(form));
    expect(api.change).toHaveBeenCalledWith({
      extension: { handin: 'convolution', student: 's01', hours: 24, due: null }
    });
    expect(document.activeElement).toBe(more);
    fireEvent.click(more);
    fireEvent.keyDown(screen.getByRole('form', { name: 'More time for s01' }), { key: 'Escape' });
    expect(screen.queryByRole('form', { name: 'More time for s01' })).toBeNull();
  });

  it('gives time until a date of the course’s time zone, not before everybody’s', async () => {
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'More time for s01' }));
    const form = screen.getByRole('form', { name: 'More time for s01' });
    const radios = within(form).getAllByRole<HTMLInputElement>('radio');
    expect(new Set(radios.map(({ name }) => name)).size).toBe(1); // so that arrow keys choose
    expect(radios[0].name).not.toBe('');
    fireEvent.click(within(form).getByRole('radio', { name: 'until a date' }));
    const field = within(form).getByLabelText('Date and time, in Europe/Berlin');
    expect(field).toHaveProperty('value', '2026-11-28T13:00');
    expect(field).toHaveProperty('min', '2026-11-26T13:00');
    within(form).getByText('Others have until 2026-11-26 13:00.');
    fireEvent.change(field, { target: { value: '2026-12-01T09:30' } });
    await act(async () => fireEvent.submit(form));
    expect(api.change).toHaveBeenCalledWith({
      extension: { handin: 'convolution', student: 's01', hours: null, due: '2026-12-01T09:30' }
    });
    expect(model.announcement).toBe('s01 has until 2026-12-01 09:30.');
  });

  it('shows the date that was given', async () => {
    const extension = { hours: null, due: '2026-12-01T09:30:00+01:00' };
    const handins = [desk({ submissions: [submission('s01', { extension })] })];
    api.get.mockResolvedValue(teaching({ course: directory({ handins }) }));
    await show();
    fireEvent.click(screen.getByRole('button', { name: 'More time for s01' }));
    expect(screen.getByLabelText(/^Date and time/)).toHaveProperty('value', '2026-12-01T09:30');
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Take back' })));
    expect(api.change).toHaveBeenCalledWith({
      extension: { handin: 'convolution', student: 's01', hours: null, due: null }
    });
  });

  it('chooses parts for everybody and for a specialization', async () => {
    const container = await show();
    const part = container.querySelector('[data-part="shared"]') as HTMLElement;
    const [everybody, graphics] = part.querySelectorAll('select');
    await act(async () => fireEvent.change(everybody, { target: { value: 'required' } }));
    expect(api.change).toHaveBeenLastCalledWith({
      handin: { name: 'convolution', parts: { shared: { kind: 'required' } } }
    });
    await act(async () => fireEvent.change(graphics, { target: { value: 'required' } }));
    const chosen = { 'computer-graphics': 'required' };
    expect(api.change).toHaveBeenLastCalledWith({
      handin: { name: 'convolution', parts: { shared: { specializations: chosen } } }
    });
  });

  it('leaves out pages and levels, but never the last level', async () => {
    await show();
    await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: /^More/ })));
    expect(api.change).toHaveBeenLastCalledWith({ run: { leave_out: ['m1/more'] } });
    await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: '2 Run' })));
    expect(api.change).toHaveBeenLastCalledWith({ run: { levels: [1] } });
    const levels = [
      { level: 1, title: 'Read', chosen: true },
      { level: 2, title: 'Run', chosen: false }
    ];
    api.get.mockResolvedValue(teaching({ course: directory({ levels }) }));
    await act(() => model.refresh());
    expect(screen.getByRole<HTMLInputElement>('checkbox', { name: '1 Read' }).disabled).toBe(true);
    await act(async () => fireEvent.click(screen.getByRole('checkbox', { name: '2 Run' })));
    expect(api.change).toHaveBeenLastCalledWith({ run: { levels: null } });
  });

  it('says what is wrong with the course directory, in place, and shows the rest', async () => {
    const course = directory({
      problems: ['underhood.toml is not valid TOML'],
      handins: [desk({ problem: 'source/convolution/handin.toml: title: is missing' })]
    });
    api.get.mockResolvedValue(teaching({ course }));
    await show();
    expect(screen.getByText('underhood.toml is not valid TOML')).toBeTruthy();
    const region = screen.getByRole('region', { name: 'Convolution' });
    expect(within(region).getByText(/title: is missing/)).toBeTruthy();
    expect(
      within(region).getByRole('button', { name: 'Release' }).getAttribute('aria-disabled')
    ).toBe('true');
  });

  it('says that the course directory is gone', async () => {
    api.get.mockResolvedValue(teaching({ course: null, problem: '/x is no folder' }));
    await show();
    expect(screen.getByRole('alert').textContent).toContain('/x is no folder');
  });

  it('begins a course with what the form has', async () => {
    const proposal = {
      folder: '/home/t/teaching/autumn',
      name: 'Autumn 2026',
      start: '2026-11-23'
    };
    api.get.mockResolvedValue(teaching({ course: null, proposal }));
    await show();
    const form = screen.getByRole('form', { name: 'Start a course' });
    fireEvent.change(within(form).getByRole('textbox', { name: /^Students/ }), {
      target: { value: 'ada' }
    });
    await act(async () => fireEvent.submit(form));
    expect(api.begin).toHaveBeenCalledWith(
      expect.objectContaining({ ...proposal, exchange: null, students: 'ada' })
    );
    expect(screen.getByRole('region', { name: 'Calendar' })).toBeTruthy();
  });

  it('shows hostile titles and problems as text', async () => {
    const evil = '<img src=x onerror="globalThis.hit = true">';
    const handins = [desk({ title: evil, submissions: [submission(evil, { problems: [evil] })] })];
    api.get.mockResolvedValue(teaching({ course: directory({ handins }) }));
    const container = await show();
    expect(container.querySelector('img')).toBeNull();
    expect(screen.getAllByText(evil).length).toBeGreaterThan(1);
  });
});
