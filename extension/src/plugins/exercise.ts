import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CourseApi } from '../api';
import { ExerciseApi } from '../exercise/api';
import { checksIn } from '../exercise/cells';
import { CHECK_MIME } from '../exercise/check';
import { addExerciseCommands } from '../exercise/commands';
import { ExerciseModel } from '../exercise/model';
import { CheckRenderer } from '../exercise/renderer';
import { CommandIDs } from '../ids';
import { ICourseModel } from '../tokens';

/** Before HTML and text, which every output has as well. */
const RANK = 10;

/** Draws the results of `check()`, keeps them, and adds hints, the solution and reset. */
export const exercisePlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:exercise',
  description: 'Checks exercises in the page: result, hints, solution, reset.',
  autoStart: true,
  requires: [ICourseModel, IRenderMimeRegistry, INotebookTracker],
  optional: [ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    course: ICourseModel,
    rendermime: IRenderMimeRegistry,
    tracker: INotebookTracker,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const api = new ExerciseApi(new CourseApi(app.serviceManager.serverSettings, trans));
    const model = new ExerciseModel({ course, api, trans });
    const run = (command: string, { page, name }: { page: string; name: string }) =>
      void app.commands.execute(command, { page, name });
    const actions = {
      showHint: (id: { page: string; name: string }) => run(CommandIDs.showHint, id),
      showSolution: (id: { page: string; name: string }) => run(CommandIDs.showSolution, id),
      reset: (id: { page: string; name: string }) => run(CommandIDs.resetExercise, id)
    };
    rendermime.addFactory(
      {
        safe: true,
        mimeTypes: [CHECK_MIME],
        createRenderer: () => new CheckRenderer({ model, actions, trans })
      },
      RANK
    );
    // Only what was run just now counts: outputs of a notebook that is opened were counted before.
    NotebookActions.executed.connect((_, { cell, success }) => {
      if (success) {
        checksIn(cell).forEach(check => void model.record(check));
      }
    });
    addExerciseCommands(app.commands, tracker, course, model, trans);
    const category = trans.__('Course');
    for (const command of [
      CommandIDs.showHint,
      CommandIDs.showSolution,
      CommandIDs.resetExercise
    ]) {
      palette?.addItem({ command, category });
    }
    tracker.activeCellChanged.connect(() => {
      app.commands.notifyCommandChanged(CommandIDs.resetExercise);
    });
  }
};
