import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Proposal } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { Area, Field, ROSTER } from './field';

interface IBeginFormProps {
  model: TeachModel;
  proposal: Proposal;
  trans: TranslationBundle;
}

/** From nothing to a course directory: every field has a value that will do. */
export function BeginForm({ model, proposal, trans }: IBeginFormProps): JSX.Element {
  const [name, setName] = React.useState(proposal.name);
  const [start, setStart] = React.useState(proposal.start);
  const [timezone, setTimezone] = React.useState(
    () => Intl.DateTimeFormat().resolvedOptions().timeZone
  );
  const [folder, setFolder] = React.useState(proposal.folder);
  const [exchange, setExchange] = React.useState('');
  const [students, setStudents] = React.useState('');
  const [existing, setExisting] = React.useState('');
  const submit = (event: React.FormEvent) => {
    event.preventDefault();
    void model.begin({ folder, name, start, timezone, exchange: exchange || null, students });
  };
  const open = (event: React.FormEvent) => {
    event.preventDefault();
    void model.begin({ folder: existing });
  };
  return (
    <div className="uh-scroll">
      <form className="uh-form" onSubmit={submit} aria-label={trans.__('Start a course')}>
        <h3>{trans.__('Start a course')}</h3>
        <p className="uh-hint">
          {trans.__('Makes a folder with the hand-ins, nbgrader’s gradebook and an exchange.')}
        </p>
        <Field label={trans.__('Name')} value={name} onChange={setName} maxLength={200} />
        <Field
          label={trans.__('First day')}
          type="date"
          value={start}
          onChange={setStart}
          required
        />
        <TimeZone value={timezone} onChange={setTimezone} trans={trans} />
        <Area
          label={trans.__('Students, a line each (may follow later)')}
          placeholder={ROSTER}
          value={students}
          onChange={setStudents}
        />
        <details>
          <summary>{trans.__('Where it is kept')}</summary>
          <Field label={trans.__('Folder')} value={folder} onChange={setFolder} required />
          <Field
            label={trans.__('Exchange')}
            value={exchange}
            onChange={setExchange}
            placeholder={trans.__('in that folder')}
            hint={trans.__('A folder that students of this machine can reach.')}
          />
        </details>
        <button type="submit" className="uh-button uh-button-main" disabled={model.busy}>
          {model.busy ? trans.__('Making it…') : trans.__('Start the course')}
        </button>
      </form>
      <details className="uh-form">
        <summary>{trans.__('Open a course directory that is there')}</summary>
        <form onSubmit={open} aria-label={trans.__('Open a course directory')}>
          <Field label={trans.__('Its folder')} value={existing} onChange={setExisting} required />
          <button type="submit" className="uh-button" disabled={model.busy}>
            {trans.__('Open')}
          </button>
        </form>
      </details>
    </div>
  );
}

/** A time zone by its name, with those that the browser knows to choose from. */
export function TimeZone(props: {
  value: string;
  onChange: (value: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { value, onChange, trans } = props;
  const id = React.useId();
  const zones = React.useMemo(() => knownZones(), []);
  return (
    <>
      <Field
        label={trans.__('Time zone')}
        value={value}
        onChange={onChange}
        list={id}
        required
        spellCheck={false}
      />
      <datalist id={id}>
        {zones.map(zone => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** Not in every browser, nor in the library's types. */
function knownZones(): string[] {
  const intl = Intl as unknown as { supportedValuesOf?: (key: string) => string[] };
  return intl.supportedValuesOf?.('timeZone') ?? [];
}
