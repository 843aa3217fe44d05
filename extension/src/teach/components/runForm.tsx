import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { RunChoice, Weekday } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { weekdayWord } from '../words';
import { TimeZone } from './beginForm';
import { Field } from './field';

const DAYS: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

interface IRunFormProps {
  model: TeachModel;
  run: RunChoice;
  onClose: () => void;
  trans: TranslationBundle;
}

/** When the run is: its first day, its days of the week, when the projects start, days off. Escape closes it. */
export function RunForm({ model, run, onClose, trans }: IRunFormProps): JSX.Element {
  const [name, setName] = React.useState(run.name ?? '');
  const [start, setStart] = React.useState(run.start ?? '');
  const [timezone, setTimezone] = React.useState(
    () => run.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone
  );
  const [weekdays, setWeekdays] = React.useState<Weekday[]>(run.weekdays);
  const [projectStart, setProjectStart] = React.useState(run.project_start ?? '');
  const [free, setFree] = React.useState(run.free.join(' '));
  const toggle = (day: Weekday) =>
    setWeekdays(
      DAYS.filter(one => (one === day ? !weekdays.includes(one) : weekdays.includes(one)))
    );
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    const kept = await model.change(
      {
        run: {
          name: name.trim() || null,
          start: start || null,
          timezone: timezone.trim() || null,
          weekdays,
          project_start: projectStart || null,
          free: free.split(/[\s,;]+/).filter(Boolean)
        }
      },
      trans.__('The dates are kept.')
    );
    if (kept) {
      onClose();
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form
      className="uh-form"
      aria-label={trans.__('Dates')}
      onSubmit={event => void submit(event)}
      onKeyDown={onKeyDown}
    >
      <Field label={trans.__('Name')} value={name} onChange={setName} maxLength={200} autoFocus />
      <Field label={trans.__('First day')} type="date" value={start} onChange={setStart} />
      <TimeZone value={timezone} onChange={setTimezone} trans={trans} />
      <fieldset className="uh-fieldset">
        <legend>{trans.__('Days of the week, material half')}</legend>
        <div className="uh-boxes">
          {DAYS.map(day => (
            <label key={day} className="uh-box">
              <input
                type="checkbox"
                checked={weekdays.includes(day)}
                onChange={() => toggle(day)}
              />
              {weekdayWord(day)}
            </label>
          ))}
        </div>
      </fieldset>
      <Field
        label={trans.__('Projects start')}
        type="date"
        value={projectStart}
        onChange={setProjectStart}
        hint={trans.__('Empty: right after the material half, every working day.')}
      />
      <Field
        label={trans.__('Days off')}
        value={free}
        onChange={setFree}
        placeholder="2026-12-24 2026-12-25"
      />
      <div className="uh-actions">
        <button
          type="submit"
          className="uh-button uh-button-main"
          disabled={model.busy || weekdays.length === 0}
        >
          {trans.__('Keep')}
        </button>
        <button type="button" className="uh-button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}
