import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CourseDirectory, PageChoice } from '../../generated/teaching';
import type { TeachModel } from '../model';

interface IPageChoicesProps {
  model: TeachModel;
  course: CourseDirectory;
  trans: TranslationBundle;
}

/** Which levels and pages are in this run; students see no others. */
export function PageChoices({ model, course, trans }: IPageChoicesProps): JSX.Element {
  const chosen = course.levels.filter(level => level.chosen).map(({ level }) => level);
  const left = course.pages.filter(page => !page.chosen).length;
  const toggleLevel = (level: number) => {
    const levels = chosen.includes(level)
      ? chosen.filter(one => one !== level)
      : [...chosen, level].sort();
    void model.change(
      { run: { levels: levels.length === course.levels.length ? null : levels } },
      trans.__('The levels are kept.')
    );
  };
  const togglePage = (page: PageChoice) => {
    const out = course.pages
      .filter(one => (one.id === page.id ? one.chosen : !one.chosen))
      .map(({ id }) => id);
    void model.change({ run: { leave_out: out } }, trans.__('Kept: %1', page.title));
  };
  const modules = [...new Set(course.pages.map(({ module }) => module))];
  return (
    <section className="uh-section" aria-label={trans.__('In this run')}>
      <h3>
        {trans.__('In this run')}{' '}
        <span className="uh-aside">
          {left > 0 && trans._n('%1 page left out', '%1 pages left out', left)}
        </span>
      </h3>
      <fieldset className="uh-fieldset">
        <legend>{trans.__('Levels')}</legend>
        <div className="uh-boxes">
          {course.levels.map(({ level, title }) => (
            <label key={level} className="uh-box">
              <input
                type="checkbox"
                checked={chosen.includes(level)}
                disabled={chosen.length === 1 && chosen[0] === level}
                onChange={() => toggleLevel(level)}
              />
              {trans.__('%1 %2', level, title)}
            </label>
          ))}
        </div>
      </fieldset>
      {modules.map(module => (
        <details key={module} className="uh-details">
          <summary>{module}</summary>
          {course.pages
            .filter(page => page.module === module)
            .map(page => (
              <label key={page.id} className="uh-box">
                <input type="checkbox" checked={page.chosen} onChange={() => togglePage(page)} />
                <span>
                  {page.title} <span className="uh-aside">{trans.__('level %1', page.level)}</span>
                </span>
              </label>
            ))}
        </details>
      ))}
    </section>
  );
}
