import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { placeWord, summarize } from '../reading/summary';
import { courseTimeWord, durationWord } from '../reading/time';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';

/** One click back to where one left off, to the heading; below it the course as a whole. */
export function ContinueRow(props: {
  model: ICourseModel;
  actions: ICourseActions;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { model, actions, trans } = props;
  const summary = summarize(model);
  if (!summary || summary.time.pages === 0) {
    return null;
  }
  const { place, minutes, time } = summary;
  const daily = model.progress?.daily_minutes ?? null;
  return (
    <>
      {place && (
        <button
          type="button"
          className="uh-continue"
          title={placeWord(place, trans)}
          onClick={() =>
            place.heading === null
              ? actions.openPage(place.page.id)
              : actions.openPage(place.page.id, place.heading)
          }
        >
          <span className="uh-continue-text">
            {placeWord(place, trans)}
            <span className="uh-continue-facts">
              {place.heading !== null && <span>{place.heading}</span>}
              <span className="uh-minutes">
                {trans.__('%1 left', durationWord(minutes, trans))}
              </span>
            </span>
          </span>
          <svg viewBox="0 0 16 16" width="12" height="12" focusable="false" aria-hidden="true">
            <path d="M5.5 3l5 5-5 5" />
          </svg>
        </button>
      )}
      <div className="uh-whole">
        <span>{trans.__('%1 of %2 pages', time.done, time.pages)}</span>
        <progress
          className="uh-bar"
          max={time.pages}
          value={time.done}
          aria-label={trans.__('The course')}
        />
        <span className="uh-whole-time">{courseTimeWord(time, model.choice, daily, trans)}</span>
      </div>
    </>
  );
}
