import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId, useMemo, useState } from 'react';
import { CourseIndex } from '../find/courseIndex';
import { countPicked, KINDS, STAGES } from '../find/viewFilter';
import type { Catalog, Kind } from '../generated/catalog';
import { kindTitle, stageTitle } from '../label';
import type { ICourseModel } from '../tokens';

/** States and kinds to show, behind one line that says how many are picked. */
export function MoreFilters(props: {
  model: ICourseModel;
  catalog: Catalog;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, catalog, trans } = props;
  const { view } = model;
  const [open, setOpen] = useState(false);
  const body = useId();
  const picked = countPicked(view);
  const kinds = useMemo(() => kindsOf(catalog), [catalog]);
  return (
    <div className="uh-more-filters">
      <div className="uh-more-line">
        <button
          type="button"
          className="uh-disclosure"
          aria-expanded={open}
          aria-controls={body}
          onClick={() => setOpen(!open)}
        >
          <svg viewBox="0 0 16 16" width="12" height="12" focusable="false" aria-hidden="true">
            <path d="M5.5 3l5 5-5 5" />
          </svg>
          {picked > 0 ? trans.__('More filters (%1 active)', picked) : trans.__('More filters')}
        </button>
        {picked > 0 && (
          <button
            type="button"
            className="uh-link"
            onClick={() => model.setView({ stages: [], kinds: [] })}
          >
            {trans.__('Clear filters')}
          </button>
        )}
      </div>
      <div id={body} className="uh-more-body" hidden={!open}>
        <Picks
          name={trans.__('State')}
          options={STAGES.map(id => [id, stageTitle(id, trans)])}
          picked={view.stages}
          onPick={stages => model.setView({ stages })}
        />
        {kinds.length > 1 && (
          <Picks
            name={trans.__('Kind')}
            options={kinds.map(id => [id, kindTitle(id, trans)])}
            picked={view.kinds}
            onPick={picked => model.setView({ kinds: picked })}
          />
        )}
      </div>
    </div>
  );
}

/** One group of check boxes; with none checked everything is shown. */
function Picks<T extends string>(props: {
  name: string;
  options: readonly (readonly [T, string])[];
  picked: readonly T[];
  onPick: (picked: T[]) => void;
}): JSX.Element {
  const { name, options, picked, onPick } = props;
  const label = useId();
  return (
    <div className="uh-picks" role="group" aria-labelledby={label}>
      <span id={label} className="uh-picks-name">
        {name}
      </span>
      {options.map(([id, title]) => (
        <label key={id} className="uh-box">
          <input
            type="checkbox"
            checked={picked.includes(id)}
            onChange={event => {
              const others = picked.filter(one => one !== id);
              onPick(event.target.checked ? [...others, id] : others);
            }}
          />
          {title}
        </label>
      ))}
    </div>
  );
}

/** The kinds that the course has. */
function kindsOf(catalog: Catalog): Kind[] {
  const there = new Set(CourseIndex.of(catalog).pages.map(({ kind }) => kind));
  return KINDS.filter(kind => there.has(kind));
}
