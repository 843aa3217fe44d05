import type { JupyterFrontEnd } from '@jupyterlab/application';
import { IFrame, MainAreaWidget } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { describe, textArgument } from '../commands';
import type { Step } from '../generated/teaching';
import { courseIcon } from '../icons';
import { CommandIDs } from '../ids';
import { notifyError } from '../notify';
import type { ExportForm, ITeachApi } from './api';
import type { ITeachActions } from './components/actions';
import type { TeachModel } from './model';

const RESULTS_ID = 'underhood-results';
const FORMGRADER_ID = 'underhood-formgrader';

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
  const { app, api, model, actions, trans } = options;

  app.commands.addCommand(CommandIDs.showResults, {
    label: trans.__('Show results'),
    caption: trans.__('Everybody’s results in a table'),
    describedBy: describe({}),
    isVisible,
    execute: async () => {
      const { makeResults } = await import('./resultsWidget');
      if (![...app.shell.widgets('main')].some(({ id }) => id === RESULTS_ID)) {
        const widget = makeResults(model, actions, trans);
        widget.id = RESULTS_ID;
        app.shell.add(widget, 'main', { type: 'Results' });
      }
      app.shell.activateById(RESULTS_ID);
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
        const { url } = await api.formgrader(handin, textArgument(args.student));
        showFormgrader(app, url, trans);
      } catch (error) {
        model.fail(error);
        notifyError(model.error ?? '', FORMGRADER_ID);
      }
    }
  });
}

/** One tab for formgrader, which shows the page asked for last: its course directory is the server's, not a tab's. */
function showFormgrader(app: JupyterFrontEnd, url: string, trans: TranslationBundle): void {
  const { baseUrl } = app.serviceManager.serverSettings;
  const before = [...app.shell.widgets('main')].find(({ id }) => id === FORMGRADER_ID);
  let widget = before as MainAreaWidget<IFrame> | undefined;
  if (!widget) {
    const content = new IFrame({
      sandbox: ['allow-same-origin', 'allow-scripts', 'allow-forms', 'allow-popups', 'allow-modals']
    });
    widget = new MainAreaWidget({ content });
    widget.id = FORMGRADER_ID;
    widget.title.label = trans.__('Formgrader');
    widget.title.icon = courseIcon;
    widget.title.closable = true;
    app.shell.add(widget, 'main', { type: 'Formgrader' });
  }
  widget.content.url = URLExt.join(baseUrl, url);
  app.shell.activateById(FORMGRADER_ID);
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
