import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { CalendarDay, CourseDirectory } from '../../generated/teaching';
import type { TeachModel } from '../model';
import { formatDay } from '../words';
import { RunForm } from './runForm';

interface ICalendarProps {
  model: TeachModel;
  course: CourseDirectory;
  trans: TranslationBundle;
}

/** The course's days with their dates: those around today, or all. */
export function Calendar({ model, course, trans }: ICalendarProps): JSX.Element {
  const [all, setAll] = React.useState(false);
  const [editing, setEditing] = React.useState(false);
  const edit = React.useRef<HTMLButtonElement>(null);
  const current = course.day ?? 1;
  const near = course.calendar.filter(({ day }) => day >= current - 1 && day <= current + 2);
  const days = all ? course.calendar : near;
  const close = () => {
    setEditing(false);
    edit.current?.focus();
  };
  return (
    <section className="uh-section" aria-label={trans.__('Calendar')}>
      <h3>
        {trans.__('Calendar')} <span className="uh-aside">{todayWords(course, trans)}</span>
      </h3>
      <ol className="uh-days">
        {days.map((day, index) => (
          <React.Fragment key={day.day}>
            {all && day.half !== days[index - 1]?.half && (
              <li className="uh-half">
                {day.half === 'material' ? trans.__('Material') : trans.__('Project')}
              </li>
            )}
            <Day day={day} current={course.day} trans={trans} />
          </React.Fragment>
        ))}
      </ol>
      <div className="uh-actions">
        <button
          type="button"
          className="uh-button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
        >
          {all ? trans.__('Fewer days') : trans.__('All %1 days', course.calendar.length)}
        </button>
        <button
          type="button"
          className="uh-button"
          aria-expanded={editing}
          ref={edit}
          onClick={() => setEditing(!editing)}
        >
          {course.run.start === null ? trans.__('Set dates…') : trans.__('Change dates…')}
        </button>
      </div>
      {editing && <RunForm model={model} run={course.run} onClose={close} trans={trans} />}
    </section>
  );
}

function Day(props: {
  day: CalendarDay;
  current: number | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { day, current, trans } = props;
  const facts = [
    ...day.modules,
    ...day.out.map(name => trans.__('%1 out', name)),
    ...day.due.map(name => trans.__('%1 due', name))
  ];
  const past = current !== null && day.day < current;
  return (
    <li
      className="uh-day"
      data-day={day.day}
      data-past={past || undefined}
      aria-current={day.today ? 'date' : undefined}
      title={day.prepare === null ? undefined : trans.__('To prepare: %1', day.prepare)}
    >
      <span className="uh-day-when">
        {trans.__('day %1', day.day)}
        {day.date !== null && (
          <time className="uh-aside" dateTime={day.date}>
            {formatDay(day.date)}
          </time>
        )}
      </span>
      <span className="uh-day-topic">
        {day.topic}
        {day.today && <strong> {trans.__('● today')}</strong>}
        {facts.length > 0 && <span className="uh-aside"> {facts.join(' · ')}</span>}
      </span>
    </li>
  );
}

function todayWords({ calendar, day }: CourseDirectory, trans: TranslationBundle): string {
  const first = calendar[0]?.date;
  if (first === null || first === undefined) {
    return trans.__('no dates yet');
  }
  if (day === null) {
    return trans.__('starts %1', formatDay(first));
  }
  if (calendar.some(({ today }) => today)) {
    return trans.__('today: day %1', day);
  }
  const next = calendar[day]?.date;
  return next ? trans.__('next: day %1, %2', day + 1, formatDay(next)) : trans.__('over');
}
