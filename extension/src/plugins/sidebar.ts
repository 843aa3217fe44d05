import {
  ILabShell,
  ILayoutRestorer,
  type JupyterFrontEnd,
  type JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReadonlyPartialJSONValue } from '@lumino/coreutils';
import { describe } from '../commands';
import type { HandinAction, ICourseActions } from '../components/actions';
import { restoreFilter } from '../find/viewFilter';
import { courseIcon } from '../icons';
import { CommandIDs } from '../ids';
import { Notebooks } from '../notebooks';
import { CoursePanel } from '../panel';
import { ICourseModel } from '../tokens';
import { CourseViews, ICourseViews } from '../views';

/** Where this workspace's view of the tree is kept. */
const VIEW = 'underhood:sidebar';

/** Left of the course: files, running kernels, table of contents. */
const RANK = 600;

const HANDIN_COMMANDS: Record<HandinAction, string> = {
  fetch: CommandIDs.fetchHandin,
  check: CommandIDs.checkHandin,
  submit: CommandIDs.submitHandin,
  feedback: CommandIDs.openFeedback,
  stop: CommandIDs.stopCheck,
  run: CommandIDs.runHandin
};

/** Adds the course sidebar and the command that shows and hides it. */
export const sidebarPlugin: JupyterFrontEndPlugin<ICourseViews> = {
  id: 'underhood:sidebar',
  description: 'Adds the course sidebar.',
  autoStart: true,
  provides: ICourseViews,
  requires: [ICourseModel],
  optional: [ILabShell, ILayoutRestorer, IStateDB, ICommandPalette, ITranslator, IDocumentManager],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    shell: ILabShell | null,
    restorer: ILayoutRestorer | null,
    state: IStateDB | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    documents: IDocumentManager | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const views = new CourseViews();
    const panel = new CoursePanel({
      model,
      views,
      actions: actionsOf(app, documents && new Notebooks(documents)),
      restored: app.restored,
      trans
    });
    app.shell.add(panel, 'left', { rank: RANK, type: 'Course' });
    restorer?.add(panel, panel.id);
    addToggle(app, shell, panel, trans);
    palette?.addItem({ command: CommandIDs.toggleCourse, category: trans.__('Course') });
    if (state) {
      void keepView(model, state);
    }
    return views;
  }
};

function actionsOf(app: JupyterFrontEnd, notebooks: Notebooks | null): ICourseActions {
  const run = (id: string, args: Record<string, ReadonlyPartialJSONValue> = {}) =>
    void app.commands.execute(id, args);
  return {
    openPage: (id, heading) =>
      run(CommandIDs.openPage, heading === undefined ? { id } : { id, heading }),
    markDone: (id, done) => run(CommandIDs.markDone, { id, done }),
    handin: (action, name) => run(HANDIN_COMMANDS[action], { name }),
    submitAnyway: name => run(CommandIDs.submitHandin, { name, anyway: true }),
    openSubmission: (name, id) => run(CommandIDs.openSubmission, { name, id }),
    copyReceipt: (name, id) => run(CommandIDs.copyReceipt, { name, id }),
    chooseNickname: async (name, nickname) => {
      const problem: unknown =
        nickname === null
          ? await app.commands.execute(CommandIDs.leaveBoard, { name })
          : await app.commands.execute(CommandIDs.joinBoard, { name, nickname });
      return typeof problem === 'string' ? problem : null;
    },
    changedSinceRun: path => notebooks?.changedSinceRun(path) ?? null,
    refresh: () => run(CommandIDs.refresh)
  };
}

function addToggle(
  app: JupyterFrontEnd,
  shell: ILabShell | null,
  panel: CoursePanel,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.toggleCourse, {
    label: trans.__('Course'),
    caption: trans.__('Show or hide the course sidebar'),
    icon: courseIcon,
    describedBy: describe({}),
    isToggled: () => panel.isVisible,
    execute: () => {
      if (!shell || !panel.isVisible) {
        app.shell.activateById(panel.id);
      } else if ([...shell.widgets('right')].includes(panel)) {
        shell.collapseRight(); // users may move a panel to the other side
      } else {
        shell.collapseLeft();
      }
    }
  });
}

/** Takes up which nodes were open in this workspace, and keeps it from now on. */
async function keepView(model: ICourseModel, state: IStateDB): Promise<void> {
  const view = (await state.fetch(VIEW)) as
    { expanded?: Record<string, boolean>; filter?: unknown } | undefined;
  model.restoreExpanded(view?.expanded ?? {});
  if (view?.filter) {
    model.setView(restoreFilter(view.filter));
  }
  model.expandedChanged.connect(() => {
    const { expanded, view: filter } = model;
    void state.save(VIEW, { expanded, filter } as unknown as ReadonlyPartialJSONValue);
  });
}
