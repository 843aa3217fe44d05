import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { IHidden } from '../filter';
import type { PageStage } from '../find/viewFilter';
import type { ICourseModel } from '../tokens';

/** What is hidden, counted; a click shows it. */
export function HiddenThings(props: {
  model: ICourseModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { model, trans } = props;
  return (
    <div className="uh-hidden-things">
      {model.visible.hidden.map(hidden => (
        <HiddenButton key={hidden.reason} hidden={hidden} model={model} trans={trans} />
      ))}
    </div>
  );
}

function HiddenButton(props: {
  hidden: IHidden;
  model: ICourseModel;
  trans: TranslationBundle;
}): JSX.Element {
  const { hidden, model, trans } = props;
  const pages = trans._n('%1 page', '%1 pages', hidden.pages);
  const sections = trans._n('%1 section', '%1 sections', hidden.sections);
  return (
    <button
      type="button"
      className="uh-link"
      title={trans.__('Show %1 and %2 more', pages, sections)}
      onClick={() => {
        if (hidden.choice) {
          model.choose(hidden.choice);
        }
        if (hidden.view) {
          model.setView(hidden.view);
        }
      }}
    >
      {hiddenText(hidden, trans)}
    </button>
  );
}

/** `12 more at level 3`, `3 done pages hidden`. */
function hiddenText(hidden: IHidden, trans: TranslationBundle): string {
  const { pages, stage } = hidden;
  const count = pages + hidden.sections;
  switch (hidden.reason) {
    case 'level':
      return trans.__('%1 more at level %2', count, hidden.choice?.level ?? '');
    case 'specializations':
      return trans.__('%1 more in other specializations', count);
    case 'additional-reading':
      return trans.__('%1 more in additional reading', count);
    case 'stages':
      return stageText(stage, pages, trans);
    case 'kinds':
      return trans._n('%1 page of another kind hidden', '%1 pages of other kinds hidden', pages);
    case 'known':
      return trans._n('%1 page hidden that is not new', '%1 pages hidden that are not new', pages);
  }
}

function stageText(stage: PageStage | undefined, pages: number, trans: TranslationBundle): string {
  switch (stage) {
    case 'not-started':
      return trans._n('%1 page not started hidden', '%1 pages not started hidden', pages);
    case 'started':
      return trans._n('%1 started page hidden', '%1 started pages hidden', pages);
    case 'done':
      return trans._n('%1 done page hidden', '%1 done pages hidden', pages);
    case 'to-hand-in':
      return trans._n('%1 hand-in hidden', '%1 hand-ins hidden', pages);
    case undefined:
      return trans._n('%1 page in another state hidden', '%1 pages in other states hidden', pages);
  }
}
