import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useEffect, useId, useRef } from 'react';
import type { Catalog } from '../generated/catalog';
import { placeWord, summarize } from '../reading/summary';
import { courseTimeWord, durationWord } from '../reading/time';
import type { ICourseModel } from '../tokens';

/** The times a day that are offered, in minutes. */
const DAILY = [15, 30, 45, 60, 90, 120];

export interface IWelcomeProps {
  model: ICourseModel;
  catalog: Catalog;
  openPage: (id: string) => void;
  /** Whether the student called it, and so is where it begins. */
  takesFocus: boolean;
  trans: TranslationBundle;
}

/** Asks once, in four sentences, for level, specializations and time; what is chosen shows below at once. */
export function Welcome(props: IWelcomeProps): JSX.Element {
  const { model, openPage, takesFocus, trans } = props;
  const root = useRef<HTMLElement>(null);
  const title = useId();
  useEffect(() => {
    if (takesFocus) {
      root.current?.querySelector<HTMLElement>('input:checked')?.focus();
    }
  }, [takesFocus]);
  const place = summarize(model)?.place ?? null;
  const finish = () => {
    const panel = root.current?.parentElement;
    model.keep({ welcomed: true });
    // What had the focus is gone then: it goes where one begins.
    requestAnimationFrame(() => panel?.querySelector<HTMLElement>('.uh-continue')?.focus());
  };
  return (
    <section
      className="uh-welcome"
      aria-labelledby={title}
      ref={root}
      onKeyDown={event => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          finish();
        }
      }}
    >
      <h3 id={title}>{trans.__('Welcome')}</h3>
      <p>{trans.__('This course opens the black box between your Python and the machine.')}</p>
      <LevelQuestion {...props} />
      <SpecializationQuestion {...props} />
      <TimeQuestion {...props} />
      <WholeTime {...props} />
      <div className="uh-welcome-actions">
        {place && (
          <button
            type="button"
            className="uh-button uh-button-main"
            onClick={() => {
              finish();
              openPage(place.page.id);
            }}
          >
            {placeWord(place, trans)}
          </button>
        )}
        <button type="button" className="uh-button" onClick={finish}>
          {trans.__('Put aside')}
        </button>
      </div>
    </section>
  );
}

function LevelQuestion({ model, catalog, trans }: IWelcomeProps): JSX.Element {
  const name = useId();
  return (
    <fieldset>
      <legend>{trans.__('How deep do you want to go?')}</legend>
      {catalog.levels.map(({ level, title, description }) => (
        <label key={level} className="uh-box uh-welcome-level">
          <input
            type="radio"
            name={name}
            checked={level === model.choice.level}
            onChange={() => model.choose({ level })}
          />
          <span>{trans.__('%1 %2: %3', level, title, description)}</span>
        </label>
      ))}
    </fieldset>
  );
}

function SpecializationQuestion({ model, catalog, trans }: IWelcomeProps): JSX.Element {
  const { specializations } = model.choice;
  return (
    <fieldset>
      <legend>{trans.__('What do you work on, if it is any of these?')}</legend>
      <div className="uh-boxes">
        {catalog.specializations.map(({ id, title }) => (
          <label key={id} className="uh-box">
            <input
              type="checkbox"
              checked={specializations.includes(id)}
              onChange={event => {
                const others = specializations.filter(one => one !== id);
                model.choose({ specializations: event.target.checked ? [...others, id] : others });
              }}
            />
            {title}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function TimeQuestion({ model, trans }: IWelcomeProps): JSX.Element {
  const daily = model.progress?.daily_minutes ?? null;
  // What was chosen elsewhere is offered too.
  const offered =
    daily === null || DAILY.includes(daily) ? DAILY : [...DAILY, daily].sort((a, b) => a - b);
  return (
    <label className="uh-welcome-time">
      {trans.__('How much time a day do you have?')}
      <select
        value={daily ?? ''}
        onChange={event =>
          model.keep({
            daily_minutes: event.target.value === '' ? null : Number(event.target.value)
          })
        }
      >
        <option value="">{trans.__('I’ll see')}</option>
        {offered.map(minutes => (
          <option key={minutes} value={minutes}>
            {durationWord(minutes, trans)}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The answer to the answers, for the ear too. */
function WholeTime({ model, trans }: IWelcomeProps): JSX.Element | null {
  const summary = summarize(model);
  return (
    <p className="uh-welcome-sum" role="status">
      {summary &&
        courseTimeWord(summary.time, model.choice, model.progress?.daily_minutes ?? null, trans)}
    </p>
  );
}
