import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import { Later } from '../components/later';
import { CourseStatus } from './courseStatus';
import type { IStatusProps } from './courseStatus';

/** The course in the status bar: how far, and one click to go on. */
export function statusItem(props: IStatusProps): ReactWidget {
  const item = ReactWidget.create(
    <UseSignal signal={props.model.changed}>
      {() => <Later of={props.model.visible}>{() => <CourseStatus {...props} />}</Later>}
    </UseSignal>
  );
  item.addClass('jp-UnderhoodStatus');
  return item;
}
