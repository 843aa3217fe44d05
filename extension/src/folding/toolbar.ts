import type { TranslationBundle } from '@jupyterlab/translation';
import { expandAllIcon, ToolbarButton } from '@jupyterlab/ui-components';
import type { CommandRegistry } from '@lumino/commands';
import { CommandIDs } from '../ids';
import type { FoldedNotebook } from './foldedNotebook';

/** Adds the button that shows all of a page to its toolbar, once JupyterLab's own buttons are there. */
export async function addShowAllButton(
  folded: FoldedNotebook,
  commands: CommandRegistry,
  trans: TranslationBundle
): Promise<void> {
  const { panel } = folded;
  await panel.revealed;
  if (panel.isDisposed) {
    return;
  }
  const button = new ToolbarButton({
    className: 'uh-show-all',
    icon: expandAllIcon,
    tooltip: trans.__('Show all of this page'),
    pressedTooltip: trans.__('Fold this page again'),
    onClick: () => void commands.execute(CommandIDs.showAll, { path: panel.context.path })
  });
  const update = () => {
    button.pressed = folded.showsAll;
    button.enabled = folded.folds.length > 0;
    button.setHidden(!folded.isPage);
  };
  update();
  folded.changed.connect(update);
  // Beside the type of the cell where there is one; a toolbar may be configured without.
  if (!panel.toolbar.insertAfter('cellType', 'underhood-show-all', button)) {
    panel.toolbar.addItem('underhood-show-all', button);
  }
}
