import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CourseApi } from '../api';
import { CommandIDs } from '../ids';
import { notifyError, notifyInfo } from '../notify';
import { ICourseModel } from '../tokens';
import { UpdatesApi } from '../updates/api';
import { addUpdateCommands } from '../updates/commands';
import { NewerNotices } from '../updates/notice';
import { OpenPages } from '../updates/openPages';
import { UpdateTabs } from '../updates/tabs';

/** The rows of pages; a hand-in is fetched again instead. */
const PAGE_ROW = '.uh-row[data-page-id]';
const NEWER_ROW = '.uh-row[data-newer]';

/** After Open and Mark as done. */
const RANK = 10;

/** Merges newer versions of pages, resets pages and restores their backups. */
export const updatesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:updates',
  description: 'Shows and merges newer versions of pages, resets pages and restores their backups.',
  autoStart: true,
  requires: [ICourseModel, INotebookTracker],
  optional: [ICommandPalette, ITranslator, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    tracker: INotebookTracker,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const api = new UpdatesApi(new CourseApi(app.serviceManager.serverSettings, trans));
    const pages = new OpenPages(tracker, model, app.serviceManager.contents);
    const tabs = new UpdateTabs();
    addUpdateCommands({ app, model, api, pages, tabs, trans });
    if (restorer) {
      tabs.restore(restorer);
    }
    const replacing = [CommandIDs.resetPage, CommandIDs.restoreBackup];
    for (const command of [CommandIDs.updatePage, ...replacing]) {
      palette?.addItem({ command, category: trans.__('Course') });
    }
    app.contextMenu.addItem({
      command: CommandIDs.updatePage,
      selector: NEWER_ROW,
      rank: RANK
    });
    for (const [index, command] of replacing.entries()) {
      app.contextMenu.addItem({ command, selector: PAGE_ROW, rank: RANK + 1 + index });
    }

    const notices = new NewerNotices({
      model,
      localPath: path => app.serviceManager.contents.localPath(path),
      onShow: (id, state) => {
        const command = state === 'broken' ? CommandIDs.resetPage : CommandIDs.updatePage;
        void app.commands.execute(command, { id });
      },
      trans
    });
    tracker.widgetAdded.connect((_, panel) => void notices.watch(panel));
    tracker.forEach(panel => void notices.watch(panel));
    model.updates.opened.connect((_, { id, updated, problem }) => {
      if (problem !== null) {
        notifyError(problem, `page:${id}`);
      } else if (updated) {
        notifyInfo(
          trans.__('“%1” has the newer version of the course.', model.page(id)?.title ?? id)
        );
      }
    });
  }
};
