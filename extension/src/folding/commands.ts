import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import { expandAllIcon } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';
import { describe } from '../commands';
import { CommandIDs } from '../ids';
import type { FoldedNotebook } from './foldedNotebook';

/** Adds the commands that open and close what is folded. */
export function addFoldingCommands(
  commands: CommandRegistry,
  tracker: INotebookTracker,
  notebooks: ReadonlyMap<NotebookPanel, FoldedNotebook>,
  trans: TranslationBundle
): void {
  const path = { type: 'string', description: 'The notebook; without it, the current one.' };
  const find = (args: ReadonlyPartialJSONObject): FoldedNotebook | undefined => {
    if (typeof args.path === 'string') {
      return [...notebooks.values()].find(({ panel }) => panel.context.path === args.path);
    }
    return tracker.currentWidget ? notebooks.get(tracker.currentWidget) : undefined;
  };
  const hasFolds = (args: ReadonlyPartialJSONObject) => (find(args)?.folds.length ?? 0) > 0;

  commands.addCommand(CommandIDs.showAll, {
    label: trans.__('Show all of this page'),
    caption: trans.__(
      'Show what the level and specializations fold away in this page, or fold it again'
    ),
    icon: expandAllIcon,
    describedBy: describe({ path }),
    isEnabled: hasFolds,
    isToggled: args => find(args)?.showsAll === true,
    execute: args => {
      const folded = find(args);
      folded?.showAll(!folded.showsAll);
    }
  });

  commands.addCommand(CommandIDs.toggleFold, {
    label: trans.__('Show or hide what is folded here'),
    caption: trans.__('Open the folded line at the selected cell, or close it again'),
    describedBy: describe({ path }),
    isEnabled: hasFolds,
    execute: args => {
      const folded = find(args);
      const index = folded?.panel.content.activeCellIndex ?? -1;
      const fold = folded?.folds.find(({ start, end }) => start <= index && index < end);
      if (folded && fold) {
        folded.setOpen(fold, !folded.isOpen(fold));
      }
    }
  });
}
