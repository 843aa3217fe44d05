import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addFindCommands } from '../find/commands';
import { CommandIDs } from '../ids';
import { ICourseModel } from '../tokens';
import { ICourseViews } from '../views';

/** Adds the commands that search the course and take its filters away. */
export const findPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:find',
  description: 'Adds the commands that search the course and take its filters away.',
  autoStart: true,
  requires: [ICourseModel],
  optional: [ICourseViews, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    views: ICourseViews | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    addFindCommands(app, model, views, trans);
    const category = trans.__('Course');
    for (const command of [CommandIDs.searchCourse, CommandIDs.clearFilters]) {
      palette?.addItem({ command, category });
    }
  }
};
