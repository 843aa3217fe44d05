import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import type { ICourseActions } from '../../extension/src/components/actions';
import { CourseView } from '../../extension/src/components/course';
import { CourseModel } from '../../extension/src/model';
import { Advice } from '../../extension/src/reading/advice';
import { CourseStatus } from '../../extension/src/reading/courseStatus';
import { PageLinks } from '../../extension/src/reading/pageLinks';
import { FakeApi, page, progress } from './fixtures';

const trans = nullTranslator.load('underhood');

let api: FakeApi;
let model: CourseModel;
let openPage: jest.Mock;
let draw: () => void;

beforeEach(() => {
  api = new FakeApi();
  api.progress = progress({ welcomed: undefined, level: 1, pages: {}, last_page: null });
  model = new CourseModel({ api, trans, delay: 1 });
  draw = () => undefined;
  model.changed.connect(() => draw());
  openPage = jest.fn();
});

afterEach(() => {
  draw = () => undefined;
  cleanup();
  model.dispose();
});

async function show(view: () => JSX.Element): Promise<void> {
  const { rerender } = render(view());
  draw = () => act(() => rerender(view()));
  await act(() => model.refresh());
}

const sidebar = () => (
  <CourseView
    model={model}
    actions={{ openPage } as unknown as ICourseActions}
    trans={trans}
    refreshIcon={null}
  />
);

describe('the welcome', () => {
  const welcome = () => screen.queryByRole('region', { name: 'Welcome' });

  it('asks instead of the filters, and what is chosen shows at once', async () => {
    await show(sidebar);
    expect(welcome()).toBeTruthy();
    expect(screen.queryByRole('searchbox')).toBeNull();
    expect(screen.queryByRole('treeitem', { name: /^Introduction/ })).toBeNull();
    fireEvent.click(screen.getByRole('radio', { name: '2 Run: Move the sliders.' }));
    expect(screen.getByRole('treeitem', { name: /^Introduction/ })).toBeTruthy();
    fireEvent.click(screen.getByRole('checkbox', { name: 'Computer graphics' }));
    fireEvent.change(screen.getByRole('combobox', { name: /time a day/ }), {
      target: { value: '15' }
    });
    expect(screen.getByText('about 33 min at level 2: 3 days of 15 min')).toBeTruthy();
    await model.flush();
    expect(api.progress).toMatchObject({
      level: 2,
      specializations: ['computer-graphics'],
      daily_minutes: 15
    });
  });

  it('takes no focus by itself, and goes for good once put aside', async () => {
    await show(sidebar);
    expect(document.activeElement).toBe(document.body);
    fireEvent.click(screen.getByRole('button', { name: 'Put aside' }));
    expect(welcome()).toBeNull();
    await model.flush();
    expect(api.progress.welcomed).toBe(true);
    expect(api.progress.level).toBe(1);
    await act(() => model.refresh());
    expect(welcome()).toBeNull();
  });

  it('starts the course, and is closed with Escape too', async () => {
    await show(sidebar);
    fireEvent.click(screen.getByRole('button', { name: 'Start: Why memory decides' }));
    expect(openPage).toHaveBeenCalledWith('m1/memory');
    expect(welcome()).toBeNull();
    act(() => model.keep({ welcomed: false })); // as the command does
    expect(document.activeElement).toBe(screen.getByRole('radio', { name: /^1 Read/ }));
    fireEvent.keyDown(document.activeElement as Element, { key: 'Escape' });
    expect(welcome()).toBeNull();
  });

  it('offers a time that was chosen elsewhere', async () => {
    api.progress = { ...api.progress, daily_minutes: 25 };
    await show(sidebar);
    expect(screen.getByRole<HTMLSelectElement>('combobox').value).toBe('25');
  });
});

describe('the end of a page', () => {
  const markDone = jest.fn();
  const end = (id: string) => () => {
    const page = model.page(id);
    return page ? (
      <PageLinks page={page} model={model} openPage={openPage} markDone={markDone} trans={trans} />
    ) : (
      <></>
    );
  };

  it('names what to read before the next page, but for the page one has just read', async () => {
    api.progress = progress({ level: 2, pages: {} });
    api.catalog.modules[0].pages.splice(1, 0, page('m1/between', 'In between'));
    await show(end('m1/between'));
    expect(screen.getByRole('button', { name: /^Next: Introduction/ }).textContent).toContain(
      '13 min · better first: Why memory decides'
    );
  });

  it('leads on, and marks the page', async () => {
    api.progress = progress({ level: 2, pages: {} });
    await show(end('m1/memory'));
    const next = screen.getByRole('button', { name: /^Next: Introduction to GPUs/ });
    expect(next.textContent).toMatch(/GPUs13 min$/);
    fireEvent.click(next);
    expect(openPage).toHaveBeenCalledWith('m1/gpus');
    fireEvent.click(screen.getByRole('button', { name: 'Mark page as done' }));
    expect(markDone).toHaveBeenCalledWith('m1/memory', true);
  });

  it('says what the machine lacks, and where the course ends', async () => {
    api.progress = progress({ level: 3, specializations: ['deep-learning'] });
    api.machine = { adapters: [], cuda: null, problem: null };
    await show(end('m1/gpus'));
    await act(() => model.refresh());
    expect(screen.getByRole('button', { name: /^Next: Fusing/ }).textContent).toContain(
      'needs CUDA, which this machine lacks'
    );
    cleanup();
    await show(end('m2/threads'));
    expect(screen.getByText('This is the last page at level 3.')).toBeTruthy();
    fireEvent.click(screen.getByRole('button', { name: 'Previous: Fusing a graph' }));
    expect(openPage).toHaveBeenCalledWith('m1/fusing');
  });
});

describe('the advice at the top of a page', () => {
  const onDismiss = jest.fn();
  const advice =
    (id: string, isDismissed = false) =>
    () => {
      const page = model.page(id);
      return page ? (
        <Advice
          {...{ page, model, openPage, isDismissed, onDismiss, trans }}
          onDrawn={() => undefined}
        />
      ) : (
        <></>
      );
    };

  it('links to what to read first until that is done', async () => {
    api.progress = progress({ level: 2, pages: {} });
    await show(advice('m1/gpus'));
    fireEvent.click(screen.getByRole('button', { name: 'Why memory decides' }));
    expect(openPage).toHaveBeenCalledWith('m1/memory');
    fireEvent.click(screen.getByRole('button', { name: 'Close this advice' }));
    expect(onDismiss).toHaveBeenCalled();
    await act(() => model.mark('m1/memory', 'done'));
    expect(screen.queryByRole('note')).toBeNull();
  });

  it('says what the machine lacks, and nothing before that is known', async () => {
    api.progress = progress({ level: 3 });
    api.machine = { adapters: [], cuda: null, problem: 'no answer' };
    await show(advice('m1/fusing'));
    expect(screen.queryByRole('note')).toBeNull();
    api.machine = { adapters: [], cuda: null, problem: null };
    await act(() => model.refresh());
    expect(screen.getByRole('note').textContent).toContain('this machine has none');
  });

  it('stays closed', async () => {
    api.progress = progress({ level: 2, pages: {} });
    await show(advice('m1/gpus', true));
    expect(screen.queryByRole('note')).toBeNull();
  });
});

it('the status bar says how far, and goes on', async () => {
  api.progress = progress({
    level: 2,
    pages: {
      'm1/memory': { state: 'done' },
      'm1/gpus': { state: 'started', heading: 'Work groups' }
    }
  });
  const onContinue = jest.fn();
  await show(() => <CourseStatus model={model} onContinue={onContinue} trans={trans} />);
  fireEvent.click(
    screen.getByRole('button', {
      name: 'Course: 1 of 3 done. Continue: Introduction to GPUs, 5 min'
    })
  );
  expect(onContinue).toHaveBeenCalled();
});
