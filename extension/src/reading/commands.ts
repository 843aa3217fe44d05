import type { IRouter, JupyterFrontEnd } from '@jupyterlab/application';
import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { describe, textArgument } from '../commands';
import { courseIcon } from '../icons';
import { CommandIDs, PANEL_ID } from '../ids';
import { notifyError, notifySuccess } from '../notify';
import type { ICourseModel } from '../tokens';
import { lessonLink, readLesson, withoutLesson } from './link';
import type { ILesson } from './link';
import { neighbours } from './order';
import { placeWord, summarize } from './summary';

/** Where the student is: the open page, or else the one opened last. */
export type Where = () => ILesson | null;

const PAGE_ID = { type: 'string', description: 'The page’s id, such as m1/introduction-to-gpus.' };

/** Adds the commands that go through the course. */
export function addReadingCommands(options: {
  app: JupyterFrontEnd;
  model: ICourseModel;
  where: Where;
  /** The application's path and, on a JupyterHub, the hub's. */
  urls: { app: string; hubPrefix?: string };
  router: IRouter | null;
  trans: TranslationBundle;
}): void {
  const { app, model, where, urls, router, trans } = options;
  const { commands } = app;
  const idOf = (value: unknown) => textArgument(value) ?? where()?.id ?? model.progress?.last_page;

  commands.addCommand(CommandIDs.continue, {
    label: args => {
      const place = summarize(model)?.place;
      return place && args.isLauncher !== true
        ? placeWord(place, trans)
        : trans.__('Continue the course');
    },
    caption: trans.__('Open the course where you left off'),
    icon: args => (args.isPalette ? undefined : courseIcon),
    describedBy: describe({ isLauncher: { type: 'boolean' }, isPalette: { type: 'boolean' } }),
    execute: async () => {
      await loaded(model);
      const place = summarize(model)?.place;
      if (place) {
        const { page, heading } = place;
        await commands.execute(CommandIDs.openPage, {
          id: page.id,
          ...(heading !== null && { heading })
        });
      } else {
        app.shell.activateById(PANEL_ID); // it says that all is done
      }
    }
  });

  for (const [id, side, label, caption] of [
    [
      CommandIDs.nextPage,
      'next',
      trans.__('Next page'),
      trans.__('Open the next page of what the course shows you')
    ],
    [
      CommandIDs.previousPage,
      'previous',
      trans.__('Previous page'),
      trans.__('Open the page before this one of what the course shows you')
    ]
  ] as const) {
    const target = (value: unknown) => {
      const from = idOf(value);
      return model.catalog && from ? neighbours(model.catalog, model.choice, from)[side] : null;
    };
    commands.addCommand(id, {
      label,
      caption,
      describedBy: describe({ id: PAGE_ID }),
      isEnabled: args => target(args.id) !== null,
      execute: async args => {
        const page = target(args.id);
        if (page) {
          await commands.execute(CommandIDs.openPage, { id: page.id });
        }
      }
    });
  }

  commands.addCommand(CommandIDs.copyLink, {
    label: trans.__('Copy link to page'),
    caption: trans.__('Copy an address that opens this page, at this section'),
    describedBy: describe({
      id: PAGE_ID,
      heading: { type: 'string' },
      isPalette: { type: 'boolean' }
    }),
    isEnabled: args => (lessonOf(app, args) ?? where()) !== null,
    execute: args => {
      const lesson = lessonOf(app, args) ?? where();
      if (lesson) {
        const { baseUrl } = app.serviceManager.serverSettings;
        const base = new URL(baseUrl, window.location.href).href;
        const link = lessonLink(base, urls.app, urls.hubPrefix, lesson);
        Clipboard.copyToSystem(link);
        notifySuccess(trans.__('Link copied: %1', link), CommandIDs.copyLink);
        return link;
      }
      return null;
    }
  });

  commands.addCommand(CommandIDs.followLink, {
    label: trans.__('Open the page that the address names'),
    describedBy: describe({
      path: { type: 'string' },
      search: { type: 'string' },
      hash: { type: 'string' },
      request: { type: 'string' }
    }),
    execute: args => {
      const lesson = readLesson(textArgument(args.search) ?? '');
      // Not awaited: other routes wait for this one, and the layout for them.
      void app.restored.then(() => (lesson ? follow(lesson) : undefined));
    }
  });

  commands.addCommand(CommandIDs.welcome, {
    label: trans.__('Choose level, specializations and time'),
    caption: trans.__('Show the welcome to the course again'),
    describedBy: describe({}),
    execute: async () => {
      await loaded(model);
      model.keep({ welcomed: false });
      app.shell.activateById(PANEL_ID);
    }
  });

  async function follow(lesson: ILesson): Promise<void> {
    if (router) {
      const { path, search, hash } = router.current;
      router.navigate(withoutLesson(path, search ?? '', hash ?? ''), { skipRouting: true });
    }
    await loaded(model);
    if (model.page(lesson.id)) {
      await commands.execute(CommandIDs.openPage, { ...lesson });
    } else {
      notifyError(
        model.error ??
          trans.__('The link leads to “%1”, which is no page of this course.', lesson.id)
      );
    }
  }
}

/** The page or section whose row the context menu was opened on, or that is asked for. */
function lessonOf(app: JupyterFrontEnd, args: Record<string, unknown>): ILesson | null {
  const id = textArgument(args.id);
  if (args.isPalette === true) {
    return null; // the menu that was open last is not meant
  }
  const heading = textArgument(args.heading);
  if (id !== undefined) {
    return { id, ...(heading !== undefined && { heading }) };
  }
  const row = app.contextMenuHitTest(
    node => node.dataset.pageId !== undefined || node.dataset.sectionPage !== undefined
  );
  const page = row?.dataset.pageId ?? row?.dataset.sectionPage;
  const section = row?.dataset.section;
  return page === undefined
    ? null
    : { id: page, ...(section !== undefined && { heading: section }) };
}

async function loaded(model: ICourseModel): Promise<void> {
  if (!model.catalog || !model.progress) {
    await model.refresh();
  }
}
