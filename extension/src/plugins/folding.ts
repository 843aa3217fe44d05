import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { addFoldingCommands } from '../folding/commands';
import type { FoldedNotebook } from '../folding/foldedNotebook';
import { FoldMemory } from '../folding/memory';
import type { FoldNavigation } from '../folding/navigation';
import { CommandIDs } from '../ids';
import { isCoursePage } from '../pageOf';
import { ICourseModel } from '../tokens';

/** Folds what the student's choice hides in notebooks that are pages of the course. */
export const foldingPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:folding',
  description: 'Folds cells and sections of course pages that the chosen level doesn’t show.',
  autoStart: true,
  requires: [ICourseModel, INotebookTracker],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    tracker: INotebookTracker,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const memory = new FoldMemory();
    const notebooks = new Map<NotebookPanel, FoldedNotebook>();
    const navigations = new Set<FoldNavigation>();

    const fold = async (panel: NotebookPanel) => {
      await panel.context.ready;
      if (panel.isDisposed || !isCoursePage(panel)) {
        return;
      }
      const { addShowAllButton, foldNotebook } = await import('../folding/notebook'); // with the first page
      if (panel.isDisposed) {
        return;
      }
      const { folded, navigation, links } = foldNotebook({ panel, model, memory, trans });
      notebooks.set(panel, folded);
      navigations.add(navigation);
      folded.changed.connect(() => {
        app.commands.notifyCommandChanged(CommandIDs.showAll);
      });
      void addShowAllButton(folded, app.commands, trans);
      panel.disposed.connect(() => {
        notebooks.delete(panel);
        navigations.delete(navigation);
        [links, navigation, folded].forEach(part => part.dispose());
      });
      if (!model.catalog) {
        await model.refreshIfStale();
      }
    };

    tracker.forEach(panel => void fold(panel));
    tracker.widgetAdded.connect((_, panel) => void fold(panel));
    app.commands.commandExecuted.connect((_, { id }) => {
      navigations.forEach(navigation => navigation.onCommand(id));
    });
    addFoldingCommands(app.commands, tracker, notebooks, trans);
    for (const command of [CommandIDs.showAll, CommandIDs.toggleFold]) {
      palette?.addItem({ command, category: trans.__('Course') });
    }
  }
};
