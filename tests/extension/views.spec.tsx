import { nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import React from 'react';
import { ViewSwitch } from '../../extension/src/components/viewSwitch';
import { CourseViews } from '../../extension/src/views';
import type { ICourseView } from '../../extension/src/views';

const trans = nullTranslator.load('underhood');

class FakeView implements ICourseView {
  readonly id = 'teach';
  readonly label = 'Teach';
  readonly changed = new Signal<this, void>(this);
  readonly refresh = jest.fn();
  available = false;

  render(): JSX.Element {
    return <p>for teachers</p>;
  }

  set(available: boolean): void {
    act(() => {
      this.available = available;
      this.changed.emit();
    });
  }
}

afterEach(cleanup);

function show(): { views: CourseViews; view: FakeView } {
  const views = new CourseViews();
  const view = new FakeView();
  views.add(view);
  const both = () => (
    <ViewSwitch views={views} trans={trans}>
      <p>the course</p>
    </ViewSwitch>
  );
  const { rerender } = render(both());
  views.changed.connect(() => act(() => rerender(both())));
  return { views, view };
}

it('is the course alone for those who have no other view', () => {
  show();
  expect(screen.getByText('the course')).toBeTruthy();
  expect(screen.queryByRole('tab')).toBeNull();
});

it('has tabs that arrows, Home and End go through', () => {
  const { view } = show();
  view.set(true);
  const tabs = screen.getAllByRole('tab');
  expect(tabs.map(tab => [tab.textContent, tab.getAttribute('aria-selected')])).toEqual([
    ['Learn', 'true'],
    ['Teach', 'false']
  ]);
  tabs[0].focus();
  fireEvent.keyDown(tabs[0], { key: 'ArrowRight' });
  expect(screen.getByText('for teachers')).toBeTruthy();
  expect(document.activeElement?.textContent).toBe('Teach');
  fireEvent.keyDown(tabs[1], { key: 'ArrowRight' });
  expect(screen.getByText('the course')).toBeTruthy();
  fireEvent.keyDown(tabs[0], { key: 'End' });
  fireEvent.keyDown(tabs[1], { key: 'Home' });
  expect(document.activeElement?.textContent).toBe('Learn');
  expect(screen.getByRole('tabpanel', { name: 'Learn' })).toBeTruthy();
});

it('shows the course when the view is gone', () => {
  const { views, view } = show();
  view.set(true);
  act(() => views.show('teach'));
  expect(screen.getByText('for teachers')).toBeTruthy();
  view.set(false);
  expect(screen.getByText('the course')).toBeTruthy();
});
