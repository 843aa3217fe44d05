import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CourseApi } from '../api';
import { describe, textArgument } from '../commands';
import { selectedHandin } from '../handins/commands';
import { CommandIDs } from '../ids';
import { pageOf } from '../pageOf';
import { ICourseModel } from '../tokens';

/** Adds the commands by which students ask to be on the class's board, and leave it. */
export const boardPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:board',
  description: 'Adds the commands that join and leave the class’s board of speeds.',
  autoStart: true,
  requires: [ICourseModel],
  optional: [INotebookTracker, ICommandPalette, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    model: ICourseModel,
    tracker: INotebookTracker | null,
    palette: ICommandPalette | null,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const options = { api: new CourseApi(app.serviceManager.serverSettings, trans), model, trans };
    // The hand-in that is named, or that one sees, or whose row is selected.
    const handinOf = (args: { name?: unknown }) => {
      const panel = tracker?.currentWidget;
      const seen =
        panel && panel === app.shell.currentWidget
          ? (model.handins?.handins.find(({ path }) => path === panel.context.path)?.name ??
            pageOf(panel, model)?.handin?.name)
          : undefined;
      return model.handin(textArgument(args.name) ?? seen ?? selectedHandin(model) ?? '');
    };
    const name = { type: 'string', description: 'The hand-in’s name, such as convolution.' };

    app.commands.addCommand(CommandIDs.joinBoard, {
      label: trans.__('Join the board'),
      caption: trans.__('Ask to be on the class’s board of speeds by a nickname, or change it'),
      describedBy: describe({ name, nickname: { type: 'string' } }),
      isEnabled: args => Boolean(handinOf(args)?.board && handinOf(args)?.path),
      execute: async args => {
        const handin = handinOf(args)?.name ?? '';
        if (typeof args.nickname === 'string') {
          const { chooseNickname } = await import('../board/nickname');
          return chooseNickname(options, handin, args.nickname);
        }
        const { askNickname } = await import('../board/dialog');
        return askNickname(options, handin);
      }
    });
    app.commands.addCommand(CommandIDs.leaveBoard, {
      label: trans.__('Leave the board'),
      caption: trans.__('No longer ask to be on the class’s board of speeds'),
      describedBy: describe({ name }),
      isEnabled: args => {
        const { nickname = null, problem = null } = handinOf(args)?.board ?? {};
        return nickname !== null || problem !== null;
      },
      execute: async args => {
        const { chooseNickname } = await import('../board/nickname');
        return chooseNickname(options, handinOf(args)?.name ?? '', null);
      }
    });
    const category = trans.__('Course');
    for (const command of [CommandIDs.joinBoard, CommandIDs.leaveBoard]) {
      palette?.addItem({ command, category });
    }
  }
};
