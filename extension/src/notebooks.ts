import { DocumentWidget } from '@jupyterlab/docregistry';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { Contents } from '@jupyterlab/services';
import type { CommandRegistry } from '@lumino/commands';
import type { ICheckedCell } from './check';
import type { INotebooks } from './exchange';
import { scrollToHeading } from './heading';

/** As much of a notebook file as Check reads. */
interface INotebookFile {
  cells?: {
    source: string | string[];
    metadata: { nbgrader?: { grade_id?: string } };
  }[];
}

/** The student's notebooks through JupyterLab's document and contents managers. */
export class Notebooks implements INotebooks {
  constructor(
    private readonly _documents: IDocumentManager,
    private readonly _contents: Contents.IManager
  ) {}

  async save(path: string): Promise<void> {
    const widget = this._documents.findWidget(path, null);
    const context = widget && this._documents.contextForWidget(widget);
    if (context?.model.dirty) {
      await context.save();
    }
  }

  async gradedCells(path: string): Promise<ICheckedCell[]> {
    const { content } = await this._contents.get(path, { type: 'notebook', content: true });
    return ((content as INotebookFile).cells ?? []).flatMap(({ source, metadata }) => {
      const id = metadata.nbgrader?.grade_id;
      const text = Array.isArray(source) ? source.join('') : source;
      return id === undefined ? [] : [{ id, source: text }];
    });
  }
}

/**
 * Opens a file of the student's folder, at a heading if one is given.
 *
 * @param factory - JupyterLab's name of the viewer, if not the file type's own.
 */
export async function openFile(
  commands: CommandRegistry,
  path: string,
  options: { heading?: string; factory?: string } = {}
): Promise<void> {
  const { heading, factory } = options;
  const widget: unknown = await commands.execute('docmanager:open', {
    path,
    ...(factory !== undefined && { factory })
  });
  if (heading !== undefined && widget instanceof DocumentWidget) {
    await widget.context.ready;
    await widget.revealed;
    await scrollToHeading(widget, heading);
  }
}
