import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Page } from './generated/catalog';
import type { ICourseModel } from './tokens';

/**
 * The page of the course that a notebook is, by the id in its metadata: a copy or a renamed file counts too.
 *
 * @returns undefined for other notebooks, before the notebook is ready, and before the course is loaded.
 */
export function pageOf(panel: NotebookPanel, model: ICourseModel): Page | undefined {
  const metadata: unknown = panel.content.model?.getMetadata('underhood');
  const id = (metadata as { id?: unknown } | null | undefined)?.id;
  return typeof id === 'string' ? model.page(id) : undefined;
}

/** Whether a notebook says that it is a page or a hand-in of the course; whether it is, only the catalog knows. */
export function isCoursePage(panel: NotebookPanel): boolean {
  return panel.content.model?.getMetadata('underhood') !== undefined;
}
