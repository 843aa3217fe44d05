import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Specialization } from '../../generated/catalog';
import type { HandinDesk, KindOfPart, PartChoice } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { pointsWord } from '../../label';
import { DueForm } from './dueForm';

interface IPartChoicesProps {
  model: TeachModel;
  handin: HandinDesk;
  specializations: readonly Specialization[];
  trans: TranslationBundle;
}

/** Which parts are required and which merely invited, for everybody and where a specialization differs; and when it is due. */
export function PartChoices(props: IPartChoicesProps): JSX.Element {
  const { handin, trans } = props;
  return (
    <details className="uh-details">
      <summary>{trans.__('Parts and due time')}</summary>
      <DueForm {...props} key={handin.due} />
      {handin.parts.map(part => (
        <Part key={part.name} {...props} part={part} />
      ))}
    </details>
  );
}

function Part(props: IPartChoicesProps & { part: PartChoice }): JSX.Element {
  const { model, handin, part, specializations, trans } = props;
  const keep = (change: Partial<PartChoice>) =>
    void model.change(
      { handin: { name: handin.name, parts: { [part.name]: change } } },
      trans.__('Kept: %1', part.title)
    );
  const keepFor = (id: string, kind: string) => {
    const others = Object.entries(part.specializations).filter(([one]) => one !== id);
    const chosen: [string, KindOfPart][] = kind === '' ? [] : [[id, kind as KindOfPart]];
    keep({ specializations: Object.fromEntries([...others, ...chosen]) });
  };
  return (
    <fieldset className="uh-fieldset" data-part={part.name}>
      <legend>
        {part.title} <span className="uh-aside">{pointsWord(part.points, trans)}</span>
      </legend>
      <KindSelect
        label={trans.__('Everybody')}
        value={part.kind}
        onChange={kind => keep({ kind: kind as KindOfPart })}
        trans={trans}
      />
      <details className="uh-details">
        <summary className="uh-aside">{differing(part, specializations, trans)}</summary>
        {specializations.map(({ id, title }) => (
          <KindSelect
            key={id}
            label={title}
            value={part.specializations[id] ?? ''}
            same
            onChange={kind => keepFor(id, kind)}
            trans={trans}
          />
        ))}
      </details>
    </fieldset>
  );
}

/** Which specializations differ, for the line that opens them. */
function differing(
  part: PartChoice,
  specializations: readonly Specialization[],
  trans: TranslationBundle
): string {
  const titles = Object.keys(part.specializations).map(
    id => specializations.find(one => one.id === id)?.title ?? id
  );
  return titles.length === 0
    ? trans.__('By specialization')
    : trans.__('Differs for %1', titles.join(', '));
}

function KindSelect(props: {
  label: string;
  value: string;
  /** Whether it may be left as for everybody. */
  same?: boolean;
  onChange: (value: string) => void;
  trans: TranslationBundle;
}): JSX.Element {
  const { label, value, same, onChange, trans } = props;
  return (
    <label className="uh-kind-select">
      <span>{label}</span>
      <select className="uh-input" value={value} onChange={event => onChange(event.target.value)}>
        {same && <option value="">{trans.__('as everybody')}</option>}
        <option value="required">{trans.__('required')}</option>
        <option value="invited">{trans.__('invited')}</option>
      </select>
    </label>
  );
}
