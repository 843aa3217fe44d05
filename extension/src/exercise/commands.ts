import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { describe, textArgument } from '../commands';
import { CommandIDs } from '../ids';
import { notifyError } from '../notify';
import { pageOf } from '../pageOf';
import type { ICourseModel } from '../tokens';
import { activeExercise, exerciseCell } from './cells';
import type { ExerciseModel, IExerciseId } from './model';

const ARGUMENTS = {
  page: { type: 'string', description: 'The page’s id; without it the one in front.' },
  name: { type: 'string', description: 'The exercise’s name; without it that of the active cell.' }
};

/** Adds the commands about one exercise: the one named, or the one of the active cell. */
export function addExerciseCommands(
  commands: CommandRegistry,
  tracker: INotebookTracker,
  course: ICourseModel,
  model: ExerciseModel,
  trans: TranslationBundle
): void {
  const find = (args: ReadonlyPartialJSONObject) => findExercise(args, tracker, course);
  const isEnabled = (args: ReadonlyPartialJSONObject) => find(args) !== null;
  const lacking = (name: string) =>
    notifyError(
      trans.__('This page has no cell of the exercise “%1” any more; open the page anew.', name)
    );

  commands.addCommand(CommandIDs.showHint, {
    label: trans.__('Exercise: next hint'),
    caption: trans.__('Show one more hint below the exercise’s check'),
    describedBy: describe(ARGUMENTS),
    isEnabled,
    execute: args => {
      const found = find(args);
      if (found) {
        model.showHint(found.id);
      }
    }
  });

  commands.addCommand(CommandIDs.showSolution, {
    label: trans.__('Exercise: solution'),
    caption: trans.__('Hold the solution against your code, once it is solved or was tried enough'),
    describedBy: describe(ARGUMENTS),
    isEnabled,
    execute: async args => {
      const found = find(args);
      if (found) {
        const cell = exerciseCell(found.panel, found.id.name);
        await model.showSolution(found.id, cell?.model.sharedModel.getSource() ?? '');
      }
    }
  });

  commands.addCommand(CommandIDs.resetExercise, {
    label: trans.__('Exercise: reset'),
    caption: trans.__('Put the cell back as it was handed out; your code is kept in a backup'),
    describedBy: describe(ARGUMENTS),
    isEnabled,
    execute: async args => {
      const found = find(args);
      if (!found) {
        return;
      }
      const cell = exerciseCell(found.panel, found.id.name);
      if (!cell) {
        lacking(found.id.name);
        return;
      }
      const source = await model.reset(found.id, cell.model.sharedModel.getSource());
      if (source !== null && !cell.isDisposed) {
        cell.model.sharedModel.setSource(source); // one step, which the notebook can undo
      }
    }
  });
}

function findExercise(
  args: ReadonlyPartialJSONObject,
  tracker: INotebookTracker,
  course: ICourseModel
): { panel: NotebookPanel; id: IExerciseId } | null {
  const [page, name] = [textArgument(args.page), textArgument(args.name)];
  const current = tracker.currentWidget;
  if (page === undefined || name === undefined) {
    const own = current && pageOf(current, course);
    const id = current && own ? activeExercise(current, own.id) : null;
    return current && id ? { panel: current, id } : null;
  }
  const isOf = (panel: NotebookPanel) => pageOf(panel, course)?.id === page;
  const panel = current && isOf(current) ? current : tracker.find(isOf);
  return panel ? { panel, id: { page, name } } : null;
}
