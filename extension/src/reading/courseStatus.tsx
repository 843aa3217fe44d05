import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { ICourseModel } from '../tokens';
import { placeWord, summarize } from './summary';
import { durationWord } from './time';

export interface IStatusProps {
  model: ICourseModel;
  /** Goes on where the student left off. */
  onContinue: () => void;
  trans: TranslationBundle;
}

/** How far the course is done; what comes next is its name and its hint. */
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
