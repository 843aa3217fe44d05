import { Clipboard, Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import React from 'react';
import type { ICheckReport } from './check';
import { describe, textArgument } from '../commands';
import type { Exchange, IOutcome } from './exchange';
import { enabledActions } from './handin';
import type { IHandinActions } from './handin';
import { hasOpenPoints } from './checklist';
import { receiptText } from './receipt';
import { CommandIDs, PANEL_ID } from '../ids';
import { openFile } from '../notebooks';
import { notifyChoice, notifyError, notifyInfo, notifySuccess } from '../notify';
import type { ICourseModel } from '../tokens';

const NAME = { type: 'string', description: 'The hand-in’s name, such as convolution.' };

/** What the commands on hand-ins need. */
export interface IHandinCommandOptions {
  commands: CommandRegistry;
  model: ICourseModel;
  exchange: Exchange;
  /** Brings a widget to the front. */
  activate: (id: string) => void;
  trans: TranslationBundle;
}

/** Adds what can be done with a hand-in; without a name it is the one whose row is selected. */
export function addHandinCommands(options: IHandinCommandOptions): void {
  const { commands, model, exchange, trans } = options;
  const handinArguments = describe({ name: NAME });
  const nameOf = (args: { name?: unknown }) => textArgument(args.name) ?? selectedHandin(model);
  const isEnabled = (action: keyof IHandinActions) => (args: { name?: unknown }) => {
    const name = nameOf(args);
    return name !== undefined && enabledActions(model.handin(name), model.isBusy(name))[action];
  };

  commands.addCommand(CommandIDs.fetchHandin, {
    label: trans.__('Fetch hand-in'),
    caption: trans.__('Copy a released hand-in into your folder, or what is missing of it'),
    describedBy: describe({ name: NAME, open: { type: 'boolean' } }),
    isEnabled: isEnabled('fetch'),
    execute: async args => {
      const name = nameOf(args) ?? '';
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
      const name = nameOf(args) ?? '';
      const outcome = await exchange.check(name);
      if (outcome?.report && outcome.report.findings.length > 0) {
        tellFindings(outcome.message, outcome.report, name, trans);
      } else {
        tell(outcome, name);
      }
    }
  });

  commands.addCommand(CommandIDs.stopCheck, {
    label: trans.__('Stop checking'),
    caption: trans.__('Stop running the tests of a hand-in'),
    describedBy: handinArguments,
    isEnabled: args => Boolean(model.handin(nameOf(args) ?? '')?.checking),
    execute: args => exchange.stopCheck(nameOf(args) ?? '')
  });

  commands.addCommand(CommandIDs.runHandin, {
    label: trans.__('Run hand-in from a fresh kernel'),
    caption: trans.__('Open your copy of a hand-in, restart its kernel and run all its cells'),
    describedBy: handinArguments,
    isEnabled: args => model.handin(nameOf(args) ?? '')?.path !== null,
    execute: async args => {
      const path = model.handin(nameOf(args) ?? '')?.path;
      if (path) {
        await openFile(commands, path);
        await commands.execute('notebook:restart-run-all');
        await commands.execute('docmanager:save');
      }
    }
  });

  commands.addCommand(CommandIDs.submitHandin, {
    label: trans.__('Hand in'),
    caption: trans.__('Hand in your copy; you may do so again'),
    describedBy: describe({ name: NAME, anyway: { type: 'boolean' } }),
    isEnabled: isEnabled('submit'),
    execute: async args => {
      const name = nameOf(args) ?? '';
      if (args.anyway !== true) {
        const points = await exchange.review(name);
        if (points === null) {
          return;
        }
        if (hasOpenPoints(points)) {
          model.review(name);
          options.activate(PANEL_ID);
          return;
        }
      }
      const outcome = await exchange.submit(name);
      if (outcome?.receipt) {
        const id = outcome.receipt.timestamp;
        notifyChoice(
          'success',
          outcome.message,
          trans.__('Copy the receipt'),
          () => void commands.execute(CommandIDs.copyReceipt, { name, id }),
          name
        );
      } else {
        tell(outcome, name);
      }
    }
  });

  commands.addCommand(CommandIDs.copyReceipt, {
    label: trans.__('Copy receipt'),
    caption: trans.__('Copy the receipt of what was handed in: time, files, checksums'),
    describedBy: describe({ name: NAME, id: { type: 'string' } }),
    isEnabled: args => Boolean(receiptOf(model, nameOf(args), args.id)),
    execute: args => {
      const receipt = receiptOf(model, nameOf(args), args.id);
      if (receipt) {
        Clipboard.copyToSystem(receiptText(receipt, trans));
        notifyInfo(trans.__('The receipt is in the clipboard.'));
        model.announce(trans.__('The receipt is in the clipboard.'));
      }
    }
  });

  commands.addCommand(CommandIDs.openSubmission, {
    label: trans.__('Open what was handed in'),
    caption: trans.__('Open a copy of a submission, the latest if none is named'),
    describedBy: describe({ name: NAME, id: { type: 'string' } }),
    isEnabled: args => (model.handin(nameOf(args) ?? '')?.submissions.length ?? 0) > 0,
    execute: async args => {
      const name = nameOf(args) ?? '';
      const id = textArgument(args.id) ?? model.handin(name)?.submissions[0]?.id ?? '';
      const outcome = await exchange.submission(name, id);
      if (outcome?.path !== undefined) {
        await openFile(commands, outcome.path);
      } else {
        tell(outcome, name);
      }
    }
  });

  commands.addCommand(CommandIDs.openFeedback, {
    label: trans.__('Open feedback'),
    caption: trans.__('Open the teacher’s feedback on a hand-in'),
    describedBy: handinArguments,
    isEnabled: isEnabled('feedback'),
    execute: async args => {
      const name = nameOf(args) ?? '';
      const outcome = await exchange.feedback(name);
      if (outcome?.path !== undefined) {
        const factory = 'HTML Viewer';
        await openFile(commands, outcome.path, { factory });
        for (const path of outcome.others ?? []) {
          await openFile(commands, path, { factory, activate: false }); // a tab for each notebook
        }
      } else {
        tell(outcome, name);
      }
    }
  });
}

function tell(outcome: IOutcome | null, name: string): void {
  if (outcome) {
    const notify = outcome.ok ? notifySuccess : notifyError;
    notify(outcome.message, name);
  }
}

/** The hand-in whose row is selected in the tree. */
export function selectedHandin(model: ICourseModel): string | undefined {
  const row = model.rows.find(({ key }) => key === model.active);
  return row?.kind === 'page' ? row.page.page.handin?.name : undefined;
}

function receiptOf(model: ICourseModel, name: string | undefined, id: unknown) {
  const submissions = model.handin(name ?? '')?.submissions ?? [];
  const one = typeof id === 'string' ? submissions.find(other => other.id === id) : submissions[0];
  return one?.receipt ?? null;
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
