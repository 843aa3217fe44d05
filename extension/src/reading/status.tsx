import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ICourseModel } from '../tokens';
import { placeWord, summarize } from './summary';
import { durationWord } from './time';

interface IStatusProps {
  model: ICourseModel;
  /** Goes on where the student left off. */
  onContinue: () => void;
  trans: TranslationBundle;
}

/** The course in the status bar: how far, and one click to go on. */
export function statusItem(props: IStatusProps): ReactWidget {
  const item = ReactWidget.create(
    <UseSignal signal={props.model.changed}>{() => <CourseStatus {...props} />}</UseSignal>
  );
  item.addClass('jp-UnderhoodStatus');
  return item;
}

/** Drawn apart from its place, for the tests. */
export function CourseStatus({ model, onContinue, trans }: IStatusProps): JSX.Element | null {
  const summary = summarize(model);
  if (!summary) {
    return null;
  }
  const { place, minutes, time } = summary;
  const word = trans.__('Course: %1 of %2', time.done, time.pages);
  const rest = place
    ? trans.__('%1, %2', placeWord(place, trans), durationWord(minutes, trans))
    : trans.__('all done at this level');
  return (
    <button
      type="button"
      className="uh-status jp-StatusBar-TextItem"
      title={rest}
      aria-label={trans.__('%1 done. %2', word, rest)}
      onClick={onContinue}
    >
      {word}
    </button>
  );
}
