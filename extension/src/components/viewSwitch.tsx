import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import { LEARN } from '../views';
import type { CourseViews } from '../views';

interface IViewSwitchProps {
  views: CourseViews;
  trans: TranslationBundle;
  /** The course itself. */
  children: React.ReactNode;
}

/** The course alone, or below tabs where there are other views: arrows, Home and End choose one. */
export function ViewSwitch({ views, trans, children }: IViewSwitchProps): JSX.Element {
  const list = React.useRef<HTMLDivElement>(null);
  if (views.available.length === 0) {
    return <>{children}</>;
  }
  const tabs = [{ id: LEARN, label: trans.__('Learn') }, ...views.available];
  const shown = views.shown?.id ?? LEARN;
  const choose = (index: number) => {
    const { id } = tabs[(index + tabs.length) % tabs.length];
    views.show(id);
    list.current?.querySelector<HTMLElement>(`[data-view="${id}"]`)?.focus();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const at = tabs.findIndex(({ id }) => id === shown);
    const to = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      choose(to);
    }
  };
  return (
    <div className="uh-views">
      <div
        className="uh-view-tabs"
        role="tablist"
        aria-label={trans.__('View')}
        ref={list}
        onKeyDown={onKeyDown}
      >
        {tabs.map(({ id, label }, index) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`uh-tab-${id}`}
            className="uh-view-tab"
            data-view={id}
            aria-selected={id === shown}
            aria-controls="uh-view"
            tabIndex={id === shown ? 0 : -1}
            onClick={() => choose(index)}
          >
            {label}
          </button>
        ))}
      </div>
      <div className="uh-view" id="uh-view" role="tabpanel" aria-labelledby={`uh-tab-${shown}`}>
        {views.shown?.render() ?? children}
      </div>
    </div>
  );
}
