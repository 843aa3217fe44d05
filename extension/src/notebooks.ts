import { DocumentWidget } from '@jupyterlab/docregistry';
import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { ICodeCellModel } from '@jupyterlab/cells';
import type { INotebookModel } from '@jupyterlab/notebook';
import type { CommandRegistry } from '@lumino/commands';
import type { INotebooks } from './handins/exchange';
import { scrollToHeading } from './reading/heading';

/** The student's notebooks through JupyterLab's document and contents managers. */
export class Notebooks implements INotebooks {
  constructor(private readonly _documents: IDocumentManager) {}

  async save(path: string): Promise<void> {
    const widget = this._documents.findWidget(path, null);
    const context = widget && this._documents.contextForWidget(widget);
    if (context?.model.dirty) {
      await context.save();
    }
  }

  changedSinceRun(path: string): boolean | null {
    const widget = this._documents.findWidget(path, null);
    const model = widget && this._documents.contextForWidget(widget)?.model;
    const cells = (model as Partial<INotebookModel> | null | undefined)?.cells;
    return cells
      ? [...cells].some(cell => cell.type === 'code' && (cell as ICodeCellModel).isDirty)
      : null;
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
  options: { heading?: string; factory?: string; activate?: boolean } = {}
): Promise<void> {
  const { heading, factory, activate } = options;
  const widget: unknown = await commands.execute('docmanager:open', {
    path,
    ...(factory !== undefined && { factory }),
    ...(activate !== undefined && { options: { activate } })
  });
  if (heading !== undefined && widget instanceof DocumentWidget) {
    await widget.context.ready;
    await widget.revealed;
    await scrollToHeading(widget, heading);
  }
}
