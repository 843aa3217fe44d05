import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Page } from '../generated/catalog';
import { firstToRead } from '../label';
import { isPageDone } from '../state';
import type { ICourseModel } from '../tokens';
import { gpuWord, lackingGpu } from './needs';
import { neighbours } from './order';
import { durationWord, pageMinutes } from './time';

export interface IPageLinksProps {
  page: Page;
  model: ICourseModel;
  openPage: (id: string) => void;
  markDone: (id: string, done: boolean) => void;
  trans: TranslationBundle;
}

/** Done or not, the page before and the page after, each with what one should know of it. */
export function PageLinks(props: IPageLinksProps): JSX.Element | null {
  const { page, model, openPage, markDone, trans } = props;
  const { catalog, choice, progress } = model;
  if (!catalog || !progress) {
    return null;
  }
  const { previous, next } = neighbours(catalog, choice, page.id);
  const done = isPageDone(page, progress, model.handinOf(page));
  return (
    <nav className="uh-page-end" aria-label={trans.__('Course pages')}>
      {page.kind !== 'handin' && (
        <button
          type="button"
          className="uh-button"
          aria-pressed={done}
          onClick={() => markDone(page.id, !done)}
        >
          {done ? trans.__('Mark page as not done') : trans.__('Mark page as done')}
        </button>
      )}
      <span className="uh-page-end-links">
        {previous && (
          <button type="button" className="uh-button" onClick={() => openPage(previous.id)}>
            {trans.__('Previous: %1', previous.title)}
          </button>
        )}
        {next ? (
          <button
            type="button"
            className="uh-button uh-page-next"
            onClick={() => openPage(next.id)}
          >
            <span>{trans.__('Next: %1', next.title)}</span>
            <span className="uh-page-next-facts">{nextFacts(page, next, model, trans)}</span>
          </button>
        ) : (
          <span>{trans.__('This is the last page at level %1.', choice.level)}</span>
        )}
      </span>
    </nav>
  );
}

/** `25 min, first: Why memory decides, needs CUDA`. */
function nextFacts(page: Page, next: Page, model: ICourseModel, trans: TranslationBundle): string {
  const facts = [durationWord(pageMinutes(next, model.choice), trans)];
  // Who is at the end of this page has read it, marked as done or not.
  const first = firstToRead(next, model).filter(({ id }) => id !== page.id);
  if (first.length > 0) {
    facts.push(trans.__('better first: %1', first.map(({ title }) => title).join(', ')));
  }
  const gpu = gpuWord(next.gpu, lackingGpu(next, model.machine), trans);
  if (gpu !== null) {
    facts.push(gpu);
  }
  return facts.join(' · ');
}
