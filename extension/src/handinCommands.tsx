import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { ICheckReport } from './check';
import { describe, textArgument } from './commands';
import type { Exchange, IOutcome } from './exchange';
import { enabledActions } from './handin';
import type { IHandinActions } from './handin';
import { CommandIDs } from './ids';
import { openFile } from './notebooks';
import { notifyChoice, notifyError, notifySuccess } from './notify';
import type { ICourseModel } from './tokens';

/** Adds Fetch, Check, Hand in and Feedback; each takes the hand-in's name. */
export function addHandinCommands(
  commands: CommandRegistry,
  model: ICourseModel,
  exchange: Exchange,
  trans: TranslationBundle
): void {
  const handinArguments = describe({ name: { type: 'string' } });
  const isEnabled = (action: keyof IHandinActions) => (args: { name?: unknown }) => {
    const name = textArgument(args.name);
    return name !== undefined && enabledActions(model.handin(name), model.isBusy(name))[action];
  };
  const tell = (outcome: IOutcome | null, name: string) => {
    if (outcome) {
      const notify = outcome.ok ? notifySuccess : notifyError;
      notify(outcome.message, name);
    }
  };

  commands.addCommand(CommandIDs.fetchHandin, {
    label: trans.__('Fetch hand-in'),
    caption: trans.__('Copy a released hand-in into your folder'),
    describedBy: describe({ name: { type: 'string' }, open: { type: 'boolean' } }),
    isEnabled: isEnabled('fetch'),
    execute: async args => {
      const name = textArgument(args.name) ?? '';
      const outcome = await exchange.fetch(name);
      tell(outcome, name);
      if (outcome?.path !== undefined && args.open === true) {
        await openFile(commands, outcome.path);
      }
    }
  });

  commands.addCommand(CommandIDs.checkHandin, {
    label: trans.__('Check hand-in'),
    caption: trans.__('Run the visible tests on your copy of a hand-in'),
    describedBy: handinArguments,
    isEnabled: isEnabled('check'),
    execute: async args => {
      const name = textArgument(args.name) ?? '';
      const outcome = await exchange.check(name);
      if (outcome?.report && !outcome.ok) {
        tellFindings(outcome.message, outcome.report, name, trans);
      } else {
        tell(outcome, name);
      }
    }
  });

  commands.addCommand(CommandIDs.submitHandin, {
    label: trans.__('Hand in'),
    caption: trans.__('Hand in your copy; you may do so again'),
    describedBy: handinArguments,
    isEnabled: isEnabled('submit'),
    execute: async args => {
      const name = textArgument(args.name) ?? '';
      tell(await exchange.submit(name), name);
    }
  });

  commands.addCommand(CommandIDs.openFeedback, {
    label: trans.__('Open feedback'),
    caption: trans.__('Open the teacher’s feedback on a hand-in'),
    describedBy: handinArguments,
    isEnabled: isEnabled('feedback'),
    execute: async args => {
      const name = textArgument(args.name) ?? '';
      const outcome = await exchange.feedback(name);
      if (outcome?.path !== undefined) {
        await openFile(commands, outcome.path, { factory: 'HTML Viewer' });
      } else {
        tell(outcome, name);
      }
    }
  });
}

/** A check may end while the student is typing: it opens no dialog by itself. */
function tellFindings(
  message: string,
  report: ICheckReport,
  name: string,
  trans: TranslationBundle
): void {
  notifyChoice(
    'warning',
    message,
    trans.__('Show which'),
    () => void showFindings(message, report, trans),
    name
  );
}

async function showFindings(
  title: string,
  report: ICheckReport,
  trans: TranslationBundle
): Promise<void> {
  await showDialog({
    title,
    body: (
      <ul className="uh-findings">
        {report.findings.map(({ part, cell, message }) => (
          <li key={cell}>
            <strong>{part ?? cell}</strong>
            {part !== null && <code> {cell}</code>}
            <p>{message}</p>
          </li>
        ))}
      </ul>
    ),
    buttons: [Dialog.cancelButton({ label: trans.__('Close') })]
  });
}
