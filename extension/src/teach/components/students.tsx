import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CourseDirectory } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { Area, ROSTER } from './field';

interface IStudentsFormProps {
  model: TeachModel;
  course: CourseDirectory;
  trans: TranslationBundle;
}

/** Who is in the class, and a field to add more of them. */
export function StudentsForm({ model, course, trans }: IStudentsFormProps): JSX.Element {
  const [text, setText] = React.useState('');
  const submit = async (event: React.FormEvent) => {
    event.preventDefault();
    if (await model.change({ students: text }, trans.__('The students are in the gradebook.'))) {
      setText('');
    }
  };
  return (
    <section className="uh-section" aria-label={trans.__('Students')}>
      <h3>
        {trans.__('Students')}{' '}
        <span className="uh-aside">
          {trans._n('%1 in the gradebook', '%1 in the gradebook', course.students.length)}
        </span>
      </h3>
      <details className="uh-details">
        <summary>{trans.__('Add students')}</summary>
        <form onSubmit={event => void submit(event)} aria-label={trans.__('Add students')}>
          <Area
            label={trans.__('A line each')}
            placeholder={ROSTER}
            value={text}
            onChange={setText}
          />
          <button type="submit" className="uh-button" disabled={model.busy || text.trim() === ''}>
            {trans.__('Add')}
          </button>
        </form>
      </details>
    </section>
  );
}
