import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId } from 'react';
import type { Catalog } from '../generated/catalog';
import type { ICourseModel } from '../tokens';
import type { ICourseActions } from './actions';
import { HiddenThings } from './hiddenThings';
import { Later } from './later';
import { MoreFilters } from './moreFilters';
import { SearchBox } from './searchBox';

interface IFiltersProps {
  model: ICourseModel;
  catalog: Catalog;
  trans: TranslationBundle;
}

/** Search, level, specializations, additional reading, more filters, and what they hide. */
export function Filters(props: IFiltersProps & { actions: ICourseActions }): JSX.Element {
  const { model, actions, catalog, trans } = props;
  const { choice } = model;
  const chosen = new Set(choice.specializations);
  return (
    <div className="uh-filters">
      <SearchBox model={model} actions={actions} trans={trans} />
      <Levels model={model} catalog={catalog} trans={trans} />
      <OnlyNew model={model} trans={trans} />
      <div className="uh-boxes" role="group" aria-label={trans.__('Specializations')}>
        {catalog.specializations.map(({ id, title }) => (
          <label key={id} className="uh-box">
            <input
              type="checkbox"
              checked={chosen.has(id)}
              onChange={event => {
                const others = choice.specializations.filter(one => one !== id);
                model.choose({
                  specializations: event.target.checked ? [...others, id] : others
                });
              }}
            />
            {title}
          </label>
        ))}
      </div>
      <label className="uh-box">
        <input
          type="checkbox"
          role="switch"
          checked={choice.additionalReading}
          onChange={event => model.choose({ additionalReading: event.target.checked })}
        />
        {trans.__('Additional reading')}
      </label>
      <MoreFilters model={model} catalog={catalog} trans={trans} />
      <Later of={model.visible}>{() => <HiddenThings model={model} trans={trans} />}</Later>
    </div>
  );
}

function Levels(props: IFiltersProps): JSX.Element {
  const { model, catalog, trans } = props;
  const name = useId();
  const current = catalog.levels.find(({ level }) => level === model.choice.level);
  return (
    <div className="uh-levels">
      <span className="uh-levels-label" aria-hidden="true">
        {trans.__('Level')}
      </span>
      <div className="uh-segments" role="radiogroup" aria-label={trans.__('Level')}>
        {catalog.levels.map(({ level, title, description }) => (
          <label key={level} className="uh-segment" title={trans.__('%1: %2', title, description)}>
            <input
              type="radio"
              name={name}
              value={level}
              checked={level === model.choice.level}
              aria-label={trans.__('%1 %2', level, title)}
              onChange={() => model.choose({ level })}
            />
            <span>{level}</span>
          </label>
        ))}
      </div>
      <span className="uh-level-title" aria-hidden="true">
        {current?.title}
      </span>
    </div>
  );
}

/** Shown after the level was raised: the pages that the student can't have seen before. */
function OnlyNew(props: Omit<IFiltersProps, 'catalog'>): JSX.Element | null {
  const { model, trans } = props;
  if (model.newAbove === null) {
    return null;
  }
  return (
    <label className="uh-box">
      <input
        type="checkbox"
        role="switch"
        checked={model.view.onlyNew}
        onChange={event => model.setView({ onlyNew: event.target.checked })}
      />
      {trans.__('Only what is new above level %1', model.newAbove)}
    </label>
  );
}
