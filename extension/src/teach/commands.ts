import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { describe, textArgument } from '../commands';
import type { Step } from '../generated/teaching';
import { CommandIDs } from '../ids';
import { notifyError } from '../notify';
import type { ExportForm, ITeachApi } from './api';
import type { ITeachActions } from './components/actions';
import type { TeachModel } from './model';
import { FORMGRADER_ID } from './tabs';
import type { TeachTabs } from './tabs';

/** The command of each step. */
export const STEP_COMMANDS: Record<Step, string> = {
  release: CommandIDs.releaseHandin,
  collect: CommandIDs.collectHandin,
  grade: CommandIDs.gradeHandin,
  feedback: CommandIDs.releaseFeedback,
  board: CommandIDs.showBoard,
  'publish-board': CommandIDs.publishBoard
};

export interface ITeachCommandOptions {
  app: JupyterFrontEnd;
  api: ITeachApi;
  model: TeachModel;
  actions: ITeachActions;
  tabs: TeachTabs;
  /** Brings the teacher's view into sight. */
  show: () => void;
  trans: TranslationBundle;
}

/** Adds the teacher's commands; each step takes the hand-in's name. */
export function addTeachCommands(options: ITeachCommandOptions): void {
  const { app, model, show, trans } = options;
  const { commands } = app;
  const isVisible = () => model.allowed === true && model.course !== null;

  commands.addCommand(CommandIDs.teachCourse, {
    label: trans.__('Teach this course'),
    caption: trans.__('Show the teacher’s view: calendar, hand-ins, grading, results'),
    describedBy: describe({}),
    isVisible: () => model.allowed !== false,
    execute: async () => {
      await model.refresh();
      if (model.allowed) {
        show();
      } else {
        notifyError(model.refusal ?? model.error ?? '');
      }
    }
  });

  const steps: [Step, string, string][] = [
    ['release', trans.__('Release hand-in'), trans.__('Let students fetch a hand-in')],
    ['collect', trans.__('Collect hand-in'), trans.__('Collect what students handed in')],
    ['grade', trans.__('Grade hand-in'), trans.__('Grade what was collected and is new')],
    ['feedback', trans.__('Release feedback'), trans.__('Let students see their scores')],
    ['board', trans.__('Show board'), trans.__('Who is fastest of those who asked to be shown')],
    ['publish-board', trans.__('Publish board'), trans.__('Let students see the board')]
  ];
  for (const [step, label, caption] of steps) {
    commands.addCommand(STEP_COMMANDS[step], {
      label,
      caption,
      describedBy: describe({
        name: { type: 'string' },
        student: { type: 'string' },
        force: { type: 'boolean' }
      }),
      isVisible,
      isEnabled: args => !model.running && handinOf(model, args.name) !== undefined,
      execute: async args => {
        const handin = handinOf(model, args.name);
        const student = textArgument(args.student);
        if (handin !== undefined) {
          await model.start({
            step,
            handin,
            ...(student !== undefined && { students: [student] }),
            ...(args.force === true && { force: true })
          });
        }
      }
    });
  }

  commands.addCommand(CommandIDs.cancelStep, {
    label: trans.__('Cancel the teacher’s step'),
    caption: trans.__('End the step that is under way; what was graded is kept'),
    describedBy: describe({}),
    isVisible,
    isEnabled: () => model.running,
    execute: () => model.cancel()
  });
  addPages(options, isVisible);
}

/** Results, their export, and formgrader. */
function addPages(options: ITeachCommandOptions, isVisible: () => boolean): void {
  const { app, api, model, actions, tabs, trans } = options;

  app.commands.addCommand(CommandIDs.showResults, {
    label: trans.__('Show results'),
    caption: trans.__('Everybody’s results in a table'),
    describedBy: describe({}),
    isVisible,
    execute: async () => {
      await tabs.showResults(model, actions);
      void model.refreshIfStale(); // the tab may be restored before the teacher's view was looked at
    }
  });

  app.commands.addCommand(CommandIDs.exportResults, {
    label: trans.__('Download results'),
    caption: trans.__('Save everybody’s results as a table, also for Canvas or Moodle'),
    describedBy: describe({ form: { type: 'string' } }),
    isVisible,
    execute: async args => {
      try {
        const form = (textArgument(args.form) ?? 'csv') as ExportForm;
        const { download } = await import('./download');
        const { name, text } = await api.export(form);
        download(name, text);
        model.announce(trans.__('Saved: %1', name));
      } catch (error) {
        model.fail(error);
      }
    }
  });

  app.commands.addCommand(CommandIDs.openFormgrader, {
    label: trans.__('Grade by hand in formgrader'),
    caption: trans.__('Open nbgrader’s formgrader at a hand-in, or at a student’s submission'),
    describedBy: describe({ name: { type: 'string' }, student: { type: 'string' } }),
    isVisible,
    isEnabled: args => handinOf(model, args.name) !== undefined,
    execute: async args => {
      const handin = handinOf(model, args.name);
      if (handin === undefined) {
        return;
      }
      try {
        const student = textArgument(args.student);
        const { url } = await api.formgrader(handin, student);
        tabs.showFormgrader(
          url,
          student === undefined ? { name: handin } : { name: handin, student }
        );
      } catch (error) {
        model.fail(error);
        notifyError(model.error ?? '', FORMGRADER_ID);
      }
    }
  });
}

/** The hand-in named, or the only one there is. */
function handinOf(model: TeachModel, name: unknown): string | undefined {
  const named = textArgument(name);
  if (named !== undefined) {
    return named;
  }
  const all = model.course?.handins ?? [];
  return all.length === 1 ? all[0].name : undefined;
}
