import { IRouter, JupyterFrontEnd, type JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { IStateDB } from '@jupyterlab/statedb';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CommandIDs } from '../ids';
import { addReadingCommands } from '../reading/commands';
import { DismissedNotices } from '../reading/dismissed';
import { LESSON_PATTERN } from '../reading/link';
import { OpenPages } from '../reading/openPages';
import { statusItem } from '../reading/status';
import { ICourseModel } from '../tokens';

/** Before JupyterLab's own routes, which take addresses apart from 20 on. */
const ROUTE_RANK = 10;

/** The rows a link can be copied of. */
const LINKED_ROWS = ['.uh-row[data-page-id]', '.uh-row[data-section-page]'];

/** Goes through the course: continue, next and previous, deep links, and what an open page says of itself. */
export const readingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:reading',
  description: 'Continues where one left off, follows links to pages, and notes what was read.',
  autoStart: true,
  requires: [ICourseModel],
  optional: [
    INotebookTracker,
    IRouter,
    JupyterFrontEnd.IPaths,
    IStateDB,
    ICommandPalette,
    ILauncher,
    IStatusBar,
    ITranslator
  ],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    notebooks: INotebookTracker | null,
    router: IRouter | null,
    paths: JupyterFrontEnd.IPaths | null,
    state: IStateDB | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const { commands } = app;
    const openPage = (id: string) => void commands.execute(CommandIDs.openPage, { id });
    const pages = new OpenPages({
      model,
      dismissed: new DismissedNotices(state),
      openPage,
      markDone: (id, done) => void commands.execute(CommandIDs.markDone, { id, done }),
      trans
    });
    notebooks?.forEach(panel => pages.add(panel));
    notebooks?.widgetAdded.connect((_, panel: NotebookPanel) => pages.add(panel));
    // The tree follows the page one is at, and so do the commands about the selected page.
    notebooks?.currentChanged.connect((_, panel) => {
      model.setActive(pages.where(panel)?.id ?? '');
    });

    addReadingCommands({
      app,
      model,
      where: () => pages.where(notebooks?.currentWidget ?? null),
      urls: { app: paths?.urls.app || '/lab', hubPrefix: paths?.urls.hubPrefix },
      router,
      trans
    });
    router?.register({
      command: CommandIDs.followLink,
      pattern: LESSON_PATTERN,
      rank: ROUTE_RANK
    });

    const category = trans.__('Course');
    for (const command of [
      CommandIDs.continue,
      CommandIDs.nextPage,
      CommandIDs.previousPage,
      CommandIDs.copyLink,
      CommandIDs.welcome
    ]) {
      palette?.addItem({ command, category });
    }
    for (const selector of LINKED_ROWS) {
      app.contextMenu.addItem({ command: CommandIDs.copyLink, selector, rank: 2 });
    }
    launcher?.add({
      command: CommandIDs.continue,
      category,
      args: { isLauncher: true },
      rank: 0
    });
    statusBar?.registerStatusItem('underhood:status', {
      item: statusItem({
        model,
        onContinue: () => void commands.execute(CommandIDs.continue),
        trans
      }),
      align: 'left',
      rank: 90
    });
    model.changed.connect(() => {
      [CommandIDs.continue, CommandIDs.nextPage, CommandIDs.previousPage].forEach(id =>
        commands.notifyCommandChanged(id)
      );
    });
    // Open pages and the status bar want the course even where the sidebar is hidden.
    void app.restored.then(() => model.refreshIfStale());
  }
};
