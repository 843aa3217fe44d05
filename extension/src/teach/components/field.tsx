import React from 'react';

interface IFieldProps extends Omit<React.InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string;
  /** A sentence below the field, part of its description. */
  hint?: string;
  value: string;
  onChange: (value: string) => void;
}

/** A text or date field with its name above it. */
export function Field({ label, hint, value, onChange, ...rest }: IFieldProps): JSX.Element {
  const id = React.useId();
  return (
    <div className="uh-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        className="uh-input"
        value={value}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={event => onChange(event.target.value)}
        {...rest}
      />
      {hint !== undefined && (
        <p id={`${id}-hint`} className="uh-hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** How a list of students looks; the columns' names are nbgrader's. */
export const ROSTER = 'id,first_name,last_name\nada,Ada,Lovelace';

/** A field for several lines with its name above it. */
export function Area(props: {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}): JSX.Element {
  const id = React.useId();
  return (
    <div className="uh-field">
      <label htmlFor={id}>{props.label}</label>
      <textarea
        id={id}
        className="uh-input"
        rows={3}
        spellCheck={false}
        placeholder={props.placeholder}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
      />
    </div>
  );
}
