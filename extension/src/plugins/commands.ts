import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CourseApi } from '../api';
import { addCourseCommands } from '../commands';
import { Exchange } from '../handins/exchange';
import { addHandinCommands } from '../handins/commands';
import { CommandIDs } from '../ids';
import { Notebooks } from '../notebooks';
import { ICourseModel } from '../tokens';

/** The rows a page's menu opens on. */
const PAGE_ROW = '.uh-row[data-page-id]';

/** Adds the commands on pages and hand-ins to the palette and the tree's context menu. */
export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:commands',
  description: 'Adds the commands that open pages and exchange hand-ins.',
  autoStart: true,
  requires: [ICourseModel, IDocumentManager],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    documents: IDocumentManager,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const api = new CourseApi(app.serviceManager.serverSettings, trans);
    const notebooks = new Notebooks(documents);
    addCourseCommands(app, model, trans);
    addHandinCommands({
      commands: app.commands,
      model,
      exchange: new Exchange({ api, model, notebooks, trans }),
      activate: id => app.shell.activateById(id),
      trans
    });

    const category = trans.__('Course');
    for (const command of [
      CommandIDs.markDone,
      CommandIDs.refresh,
      CommandIDs.fetchHandin,
      CommandIDs.checkHandin,
      CommandIDs.stopCheck,
      CommandIDs.runHandin,
      CommandIDs.submitHandin,
      CommandIDs.openSubmission,
      CommandIDs.copyReceipt,
      CommandIDs.openFeedback
    ]) {
      palette?.addItem({ command, category });
    }
    for (const [rank, command] of [CommandIDs.openPage, CommandIDs.markDone].entries()) {
      app.contextMenu.addItem({ command, selector: PAGE_ROW, rank });
    }
    model.changed.connect(() => {
      app.commands.notifyCommandChanged(CommandIDs.markDone);
    });
  }
};
