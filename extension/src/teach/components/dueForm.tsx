import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { HandinDesk } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { inZone } from '../zone';
import { Field } from './field';

interface IDueFormProps {
  model: TeachModel;
  handin: HandinDesk;
  trans: TranslationBundle;
}

/** When a hand-in is due: at a time of its own, or as the calendar has it. */
export function DueForm({ model, handin, trans }: IDueFormProps): JSX.Element {
  const [due, setDue] = React.useState(() => inZone(handin.due, null));
  const keep = (value: string | null) =>
    void model.change(
      { handin: { name: handin.name, due: value } },
      trans.__('The due time is kept.')
    );
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    keep(due === '' ? null : new Date(due).toISOString());
  };
  return (
    <form className="uh-form-inline" aria-label={trans.__('Due time')} onSubmit={submit}>
      <Field
        label={trans.__('Due, in your time zone')}
        type="datetime-local"
        value={due}
        onChange={setDue}
        hint={handin.own_due ? undefined : trans.__('As the calendar has it.')}
      />
      <div className="uh-actions">
        <button type="submit" className="uh-button" disabled={model.busy}>
          {trans.__('Keep')}
        </button>
        {handin.own_due && (
          <button type="button" className="uh-button" onClick={() => keep(null)}>
            {trans.__('As in the calendar')}
          </button>
        )}
      </div>
    </form>
  );
}
