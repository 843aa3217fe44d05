import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Extension } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { fromZone, inZone } from '../zone';
import { Field } from './field';

interface IExtensionFormProps {
  model: TeachModel;
  handin: string;
  student: string;
  /** Everybody's due time. */
  due: string | null;
  extension: Extension | null;
  onClose: () => void;
  trans: TranslationBundle;
}

/** How much more when nothing was given yet. */
const HOURS = 48;

/** More time for one student: hours after everybody's due time, or a due time of their own. Escape closes it. */
export function ExtensionForm(props: IExtensionFormProps): JSX.Element {
  const { model, handin, student, due, extension, onClose, trans } = props;
  const zone = model.course?.run.timezone ?? null;
  const [byTime, setByTime] = React.useState((extension?.due ?? null) !== null);
  const [hours, setHours] = React.useState(String(extension?.hours ?? HOURS));
  const [time, setTime] = React.useState(() => inZone(extension?.due ?? proposal(due), zone));
  const name = React.useId(); // one group: arrow keys go from one to the other
  const keep = async (given: Extension, said: string) => {
    if (await model.change({ extension: { handin, student, ...given } }, said)) {
      onClose();
    }
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void (byTime
      ? keep(
          { hours: null, due: fromZone(time, zone) },
          trans.__('%1 has until %2.', student, words(time))
        )
      : keep(
          { hours: Number(hours) || null, due: null },
          trans.__('%1 has %2 hours more.', student, hours)
        ));
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      onClose();
    }
  };
  return (
    <form
      className="uh-form uh-form-inline"
      aria-label={trans.__('More time for %1', student)}
      onSubmit={submit}
      onKeyDown={onKeyDown}
    >
      <fieldset className="uh-fieldset">
        <legend>{trans.__('More time')}</legend>
        <div className="uh-boxes">
          <label className="uh-box">
            <input type="radio" name={name} checked={!byTime} onChange={() => setByTime(false)} />
            {trans.__('by hours')}
          </label>
          <label className="uh-box">
            <input type="radio" name={name} checked={byTime} onChange={() => setByTime(true)} />
            {trans.__('until a date')}
          </label>
        </div>
      </fieldset>
      {byTime ? (
        <Field
          key="time"
          label={
            zone === null
              ? trans.__('Date and time, in your time zone')
              : trans.__('Date and time, in %1', zone)
          }
          type="datetime-local"
          min={inZone(due, zone) || undefined}
          required
          value={time}
          onChange={setTime}
          hint={
            due === null ? undefined : trans.__('Others have until %1.', words(inZone(due, zone)))
          }
        />
      ) : (
        <Field
          key="hours"
          label={trans.__('Hours after the due time')}
          type="number"
          min={0}
          max={8784}
          step="any"
          required
          autoFocus
          value={hours}
          onChange={setHours}
        />
      )}
      <div className="uh-actions">
        <button type="submit" className="uh-button uh-button-main" disabled={model.busy}>
          {trans.__('Give')}
        </button>
        {extension !== null && (
          <button
            type="button"
            className="uh-button"
            onClick={() =>
              void keep(
                { hours: null, due: null },
                trans.__('%1 has no more time than others.', student)
              )
            }
          >
            {trans.__('Take back')}
          </button>
        )}
        <button type="button" className="uh-button" onClick={onClose}>
          {trans.__('Cancel')}
        </button>
      </div>
    </form>
  );
}

/** As long after everybody's due time as the hours propose. */
function proposal(due: string | null): string | null {
  return due && new Date(Date.parse(due) + HOURS * 3_600_000).toISOString();
}

function words(local: string): string {
  return local.replace('T', ' ');
}
