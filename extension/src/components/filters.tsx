import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useId } from 'react';
import type { IHidden } from '../filter';
import type { Catalog } from '../generated/catalog';
import type { ICourseModel } from '../tokens';

interface IFiltersProps {
  model: ICourseModel;
  catalog: Catalog;
  trans: TranslationBundle;
}

/** Search, level, specializations, additional reading, and what they hide. */
export function Filters(props: IFiltersProps): JSX.Element {
  const { model, catalog, trans } = props;
  const { choice } = model;
  const chosen = new Set(choice.specializations);
  return (
    <div className="uh-filters">
      <SearchBox model={model} trans={trans} />
      <Levels {...props} />
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
      <div className="uh-hidden-things">
        {model.visible.hidden.map(hidden => (
          <HiddenButton key={hidden.reason} hidden={hidden} model={model} trans={trans} />
        ))}
      </div>
    </div>
  );
}

function SearchBox(props: Omit<IFiltersProps, 'catalog'>): JSX.Element {
  const { model, trans } = props;
  return (
    <input
      type="search"
      className="uh-search"
      aria-label={trans.__('Search the course')}
      placeholder={trans.__('Search the course')}
      value={model.search}
      onChange={event => model.setSearch(event.target.value)}
      onKeyDown={event => {
        if (event.key === 'Escape' && model.search !== '') {
          event.preventDefault();
          event.stopPropagation();
          model.setSearch('');
        }
      }}
    />
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

function HiddenButton(props: {
  hidden: IHidden;
  model: ICourseModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { hidden, model, trans } = props;
  const count = hidden.pages + hidden.sections;
  const pages = trans._n('%1 page', '%1 pages', hidden.pages);
  const sections = trans._n('%1 section', '%1 sections', hidden.sections);
  let text: string;
  switch (hidden.reason) {
    case 'level':
      text = trans.__('%1 more at level %2', count, hidden.choice.level);
      break;
    case 'specializations':
      text = trans.__('%1 more in other specializations', count);
      break;
    case 'additional-reading':
      text = trans.__('%1 more in additional reading', count);
      break;
  }
  return (
    <button
      type="button"
      className="uh-link"
      title={trans.__('Show %1 and %2 more', pages, sections)}
      onClick={() => model.choose(hidden.choice)}
    >
      {text}
    </button>
  );
}
