import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { messageOf } from './api';
import { enabledActions, isOwnHandin } from './handins/handin';
import { CommandIDs } from './ids';
import { openFile } from './notebooks';
import { notifyChoice, notifyError, notifyInfo } from './notify';
import { isPageDone } from './state';
import type { ICourseModel } from './tokens';

type Arguments = CommandRegistry.ICommandOptions['describedBy'];

const PAGE_ID = {
  type: 'string',
  description: 'The page’s id, such as m1/introduction-to-gpus.'
};

/** Adds the commands about pages and the course as a whole. */
export function addCourseCommands(
  app: JupyterFrontEnd,
  model: ICourseModel,
  trans: TranslationBundle
): void {
  const { commands } = app;
  // From the palette, the menu that was open last is not meant.
  const pageOf = (args: Record<string, unknown>) =>
    textArgument(args.id) ??
    (args.isPalette === true ? undefined : pageAtMenu(app)) ??
    activePage(model);

  commands.addCommand(CommandIDs.openPage, {
    label: trans.__('Open page'),
    caption: trans.__('Open a page of the course, put into your folder if it is not there'),
    describedBy: describe({ id: PAGE_ID, heading: { type: 'string' } }),
    execute: async args => {
      const id = pageOf(args);
      if (id !== undefined) {
        await openPage(commands, model, trans, id, textArgument(args.heading));
      }
    }
  });

  commands.addCommand(CommandIDs.markDone, {
    label: args =>
      isMarkedDone(model, args.done, pageOf(args))
        ? trans.__('Mark page as not done')
        : trans.__('Mark page as done'),
    caption: trans.__('Mark a page of the course as done, or take the mark away'),
    describedBy: describe({
      id: PAGE_ID,
      done: { type: 'boolean' },
      isPalette: { type: 'boolean' }
    }),
    isEnabled: args => pageOf(args) !== undefined,
    execute: async args => {
      const id = pageOf(args);
      const page = id === undefined ? undefined : model.page(id);
      if (!page || isOwnHandin(page)) {
        return;
      }
      const undo = isMarkedDone(model, args.done, page.id);
      try {
        await model.mark(page.id, undo ? 'started' : 'done');
        model.announce(
          undo ? trans.__('Not done: %1', page.title) : trans.__('Done: %1', page.title)
        );
      } catch (error) {
        notifyError(messageOf(error));
      }
    }
  });

  commands.addCommand(CommandIDs.refresh, {
    label: trans.__('Refresh course'),
    caption: trans.__('Look again for new pages, hand-ins and feedback'),
    describedBy: describe({}),
    execute: async () => {
      await model.refresh();
      model.announce(model.error ?? trans.__('The course is up to date.'));
    }
  });
}

/** A command's arguments, in the form JupyterLab documents them. */
export function describe(properties: Record<string, { type: string }>): Arguments {
  return { args: { type: 'object', additionalProperties: false, properties } };
}

/** The argument if it is a text. */
export function textArgument(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The page whose row the context menu was opened on. */
function pageAtMenu(app: JupyterFrontEnd): string | undefined {
  return app.contextMenuHitTest(node => node.dataset.pageId !== undefined)?.dataset.pageId;
}

/** The page whose row, or whose section's row, is selected in the tree. */
function activePage(model: ICourseModel): string | undefined {
  const row = model.rows.find(({ key }) => key === model.active);
  return row && row.kind !== 'module' ? row.page.page.id : undefined;
}

/** Whether marking would take the mark away: what is asked for, or else the other of what is. */
function isMarkedDone(model: ICourseModel, asked: unknown, id: string | undefined): boolean {
  const page = id === undefined ? undefined : model.page(id);
  return typeof asked === 'boolean'
    ? !asked
    : page !== undefined && isPageDone(page, model.progress, model.handinOf(page));
}

async function openPage(
  commands: CommandRegistry,
  model: ICourseModel,
  trans: TranslationBundle,
  id: string,
  heading: string | undefined
): Promise<void> {
  const page = model.page(id);
  const handin = page && model.handinOf(page);
  if (page && handin && handin.path === null) {
    offerFetch(commands, trans, page.title, enabledActions(handin, false).fetch, handin.name);
    return;
  }
  try {
    const path = page && isOwnHandin(page) ? handin?.path : await model.open(id);
    if (path) {
      await openFile(commands, path, { heading });
    }
  } catch (error) {
    notifyError(messageOf(error));
    model.announce(messageOf(error));
  }
}

function offerFetch(
  commands: CommandRegistry,
  trans: TranslationBundle,
  title: string,
  released: boolean,
  name: string
): void {
  if (!released) {
    notifyInfo(trans.__('“%1” is not released yet.', title));
    return;
  }
  notifyChoice(
    'info',
    trans.__('“%1” is not in your folder yet.', title),
    trans.__('Fetch'),
    () => void commands.execute(CommandIDs.fetchHandin, { name, open: true })
  );
}
