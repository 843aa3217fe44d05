import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Extension } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { Field } from './field';

interface IExtensionFormProps {
  model: TeachModel;
  handin: string;
  student: string;
  extension: Extension | null;
  onClose: () => void;
  trans: TranslationBundle;
}

/** More time for one student, in hours after everybody's due time; none takes it back. Escape closes it. */
export function ExtensionForm(props: IExtensionFormProps): JSX.Element {
  const { model, handin, student, extension, onClose, trans } = props;
  const [hours, setHours] = React.useState(String(extension?.hours ?? 48));
  const keep = async (value: number | null, said: string) => {
    if (await model.change({ extension: { handin, student, hours: value, due: null } }, said)) {
      onClose();
    }
  };
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void keep(Number(hours) || null, trans.__('%1 has %2 hours more.', student, hours));
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
      <Field
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
      <div className="uh-actions">
        <button type="submit" className="uh-button uh-button-main" disabled={model.busy}>
          {trans.__('Give')}
        </button>
        {extension !== null && (
          <button
            type="button"
            className="uh-button"
            onClick={() => void keep(null, trans.__('%1 has no more time than others.', student))}
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
