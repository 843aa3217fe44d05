import { nullTranslator } from '@jupyterlab/translation';
import { act, cleanup, render } from '@testing-library/react';
import React from 'react';
import type { ICourseActions } from '../../../extension/src/components/actions';
import { CourseView } from '../../../extension/src/components/course';
import { CourseModel } from '../../../extension/src/model';
import { FakeApi } from '../fixtures';

const trans = nullTranslator.load('underhood');

/** The sidebar's course on a server that is a fake: `const { api, show } = openCourse()`. */
export interface IOpenCourse {
  api: FakeApi;
  model: CourseModel;
  actions: jest.Mocked<ICourseActions>;
  /** Draws the course and loads it. */
  show: () => Promise<HTMLElement>;
  close: () => void;
}

export function openCourse(): IOpenCourse {
  const api = new FakeApi();
  const model = new CourseModel({ api, trans, delay: 1 });
  const actions: jest.Mocked<ICourseActions> = {
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
  const show = async () => {
    const view = () => (
      <CourseView model={model} actions={actions} trans={trans} refreshIcon={null} />
    );
    const { container, rerender } = render(view());
    model.changed.connect(() => act(() => rerender(view())));
    await act(() => model.refresh());
    return container;
  };
  const close = () => {
    cleanup();
    model.dispose();
  };
  return { api, model, actions, show, close };
}
