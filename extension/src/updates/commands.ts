import type { JupyterFrontEnd } from '@jupyterlab/application';
import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import { messageOf } from '../api';
import { describe, textArgument } from '../commands';
import { CommandIDs } from '../ids';
import { notifyChoice, notifyError, notifyInfo } from '../notify';
import type { ICourseModel } from '../tokens';
import type { IReplaced, IUpdatesApi } from './api';
import type { OpenPages } from './openPages';
import type { UpdateContent } from './tab';
import { tabId } from './tabId';
import type { UpdateTabs } from './tabs';
import { reasonWord } from './words';

const PAGE_ID = { type: 'string', description: 'The page’s id, such as m1/introduction-to-gpus.' };

/** What the commands work with. */
export interface IUpdateOptions {
  app: JupyterFrontEnd;
  model: ICourseModel;
  api: IUpdatesApi;
  pages: OpenPages;
  tabs: UpdateTabs;
  trans: TranslationBundle;
}

/** Adds Update, Reset and Restore; each is for the page given, at the menu, open or selected, in this order. */
export function addUpdateCommands(options: IUpdateOptions): void {
  const { app, model, trans } = options;
  const { commands } = app;
  const pageFor = (args: { id?: unknown }) => {
    const id =
      textArgument(args.id) ??
      app.contextMenuHitTest(node => node.dataset.pageId !== undefined)?.dataset.pageId ??
      options.pages.current() ??
      selectedPage(model);
    const page = id === undefined ? undefined : model.page(id);
    return page?.handin === null ? page : undefined;
  };
  const add = (
    id: string,
    texts: { label: string; caption: string },
    properties: Record<string, { type: string }>,
    execute: (page: { id: string; title: string }, args: CommandArguments) => Promise<void>
  ) => {
    commands.addCommand(id, {
      ...texts,
      describedBy: describe({ id: PAGE_ID, ...properties }),
      isEnabled: args => pageFor(args) !== undefined,
      execute: async args => {
        if (!model.catalog) {
          await model.refresh(); // a tab may be restored before the course was looked at
        }
        const page = pageFor(args);
        try {
          if (page) {
            await execute(page, args);
          }
        } catch (error) {
          notifyError(messageOf(error));
          model.announce(messageOf(error));
        }
      }
    });
  };

  add(
    CommandIDs.updatePage,
    {
      label: trans.__('Show the newer version of the page'),
      caption: trans.__(
        'See what the course changed in a page since you got it, and merge it with yours'
      )
    },
    { restored: { type: 'boolean' } },
    (page, args) => update(options, page, args.restored === true)
  );
  add(
    CommandIDs.resetPage,
    {
      label: trans.__('Reset page…'),
      caption: trans.__('Get the course’s page again; yours is backed up first')
    },
    {},
    page => reset(options, page)
  );
  add(
    CommandIDs.restoreBackup,
    {
      label: trans.__('Restore a backup of the page…'),
      caption: trans.__('Get a page back as it was before it was updated, reset or restored')
    },
    { name: { type: 'string' } },
    (page, args) => restore(options, page, textArgument(args.name))
  );
}

type CommandArguments = Parameters<NonNullable<CommandRegistry.ICommandOptions['execute']>>[0];

interface IPage {
  id: string;
  title: string;
}

function selectedPage(model: ICourseModel): string | undefined {
  const row = model.rows.find(({ key }) => key === model.active);
  return row && row.kind !== 'module' ? row.page.page.id : undefined;
}

/** @param restored - whether JupyterLab opens the tab again by itself: then nothing but a difference is shown. */
async function update(options: IUpdateOptions, page: IPage, restored: boolean): Promise<void> {
  const { app, api, pages, tabs, trans } = options;
  const open = [...app.shell.widgets('main')].find(({ id }) => id === tabId(page.id));
  if (open) {
    app.shell.activateById(open.id);
    return;
  }
  await pages.save(page.id);
  const seen = await api.getUpdate(page.id);
  if (restored && !(seen.newer && seen.touched)) {
    return;
  }
  if (!seen.newer) {
    notifyInfo(trans.__('Your copy of “%1” is as new as the course’s.', page.title));
    return;
  }
  if (!seen.touched) {
    await finish(options, page, await api.merge(page.id, seen.fingerprint, {}));
    return;
  }
  const [{ UpdateModel }, { createUpdateTab }] = await Promise.all([
    import('./model'), // when a difference is first shown
    import('./tab')
  ]);
  const model = new UpdateModel(page.id, { api, save: id => pages.save(id), trans });
  const tab = createUpdateTab({
    model,
    title: page.title,
    onMerge: content => void merge(options, page, content),
    trans
  });
  await model.load(); // before the tab is there, so that it has a choice to put the focus on
  await tabs.add(tab);
  app.shell.add(tab, 'main', { type: 'Course' });
  app.shell.activateById(tab.id);
}

async function merge(options: IUpdateOptions, page: IPage, content: UpdateContent): Promise<void> {
  const merged = await content.model.merge();
  if (merged) {
    content.dispose();
    await finish(options, page, merged);
    await options.app.commands.execute(CommandIDs.openPage, { id: page.id });
  }
}

async function reset(options: IUpdateOptions, page: IPage): Promise<void> {
  const { api, pages, trans } = options;
  const answer = await showDialog({
    title: trans.__('Reset “%1”?', page.title),
    body: trans.__(
      'The page becomes the course’s again. Yours is backed up first, and “Restore a backup” brings it back.'
    ),
    buttons: [
      Dialog.cancelButton(),
      Dialog.warnButton({ label: trans.__('Reset'), ariaLabel: trans.__('Reset the page') })
    ]
  });
  if (answer.button.accept) {
    await pages.save(page.id);
    await finish(options, page, await api.reset(page.id));
  }
}

async function restore(options: IUpdateOptions, page: IPage, name?: string): Promise<void> {
  const { api, pages, trans } = options;
  let chosen = name;
  if (chosen === undefined) {
    const { backups } = await api.getBackups(page.id);
    if (backups.length === 0) {
      notifyInfo(trans.__('“%1” was never replaced, so there is no backup.', page.title));
      return;
    }
    // Numbered, because two may be of one second.
    const items = backups.map(({ made, reason }, index) =>
      trans.__('%1. %2, %3', index + 1, formatSecond(made), reasonWord(reason, trans))
    );
    const answer = await InputDialog.getItem({
      title: trans.__('Restore a backup of “%1”', page.title),
      label: trans.__('The page as it was'),
      items,
      okLabel: trans.__('Restore')
    });
    const index = answer.button.accept && answer.value !== null ? items.indexOf(answer.value) : -1;
    chosen = backups[index]?.name;
  }
  if (chosen !== undefined) {
    await pages.save(page.id);
    await finish(options, page, await api.restore(page.id, chosen));
  }
}

/** Shows the new file where the page is open, and says what was done and how it is undone. */
async function finish(options: IUpdateOptions, page: IPage, replaced: IReplaced): Promise<void> {
  const { app, model, pages, trans } = options;
  await pages.reload(page.id, replaced.path);
  await model.updates.load();
  if (replaced.problem !== null) {
    notifyError(replaced.problem);
  }
  tellReplaced(app.commands, page, replaced, trans);
  model.announce(trans.__('“%1” is up to date.', page.title));
}

/** Says that a page was replaced, with the way back. */
export function tellReplaced(
  commands: CommandRegistry,
  page: IPage,
  replaced: IReplaced,
  trans: TranslationBundle
): void {
  const { backup } = replaced;
  const subject = `page:${page.id}`;
  if (backup === null) {
    notifyInfo(trans.__('“%1” is the course’s page.', page.title));
    return;
  }
  const message =
    backup.reason === 'update'
      ? trans.__('“%1” has the newer version. Your page from before is kept.', page.title)
      : backup.reason === 'reset'
        ? trans.__('“%1” is the course’s page again. Yours is kept.', page.title)
        : trans.__('“%1” is as it was. The page from just now is kept.', page.title);
  notifyChoice(
    'info',
    message,
    trans.__('Undo'),
    () => void commands.execute(CommandIDs.restoreBackup, { id: page.id, name: backup.name }),
    subject
  );
}

/** A moment to the second: two backups may be of one minute. */
function formatSecond(iso: string): string {
  return new Date(iso).toLocaleString(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
}
