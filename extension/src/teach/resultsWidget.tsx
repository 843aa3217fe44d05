import { MainAreaWidget } from '@jupyterlab/apputils';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { courseIcon } from '../icons';
import type { ITeachActions } from './components/actions';
import { Matrix } from './components/matrix';
import type { TeachModel } from './model';

/** A tab of the main area with everybody's results. */
export function makeResults(
  model: TeachModel,
  actions: ITeachActions,
  trans: TranslationBundle
): MainAreaWidget<ReactWidget> {
  const content = ReactWidget.create(
    <UseSignal signal={model.changed}>
      {() =>
        model.course ? (
          <Matrix course={model.course} actions={actions} trans={trans} />
        ) : (
          <p className="uh-hint">
            {model.refusal ?? model.error ?? trans.__('There is no course directory yet.')}
          </p>
        )
      }
    </UseSignal>
  );
  content.addClass('jp-Underhood');
  content.addClass('uh-main');
  const widget = new MainAreaWidget({ content });
  widget.title.label = trans.__('Results');
  widget.title.icon = courseIcon;
  widget.title.closable = true;
  return widget;
}
