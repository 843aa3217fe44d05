import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { TranslationBundle } from '@jupyterlab/translation';
import { describe, textArgument } from '../commands';
import { CommandIDs, PANEL_ID } from '../ids';
import type { ICourseModel } from '../tokens';
import { LEARN } from '../views';
import type { ICourseViews } from '../views';
import { countPicked } from './viewFilter';

/** Adds the commands that search the course and take its filters away. */
export function addFindCommands(
  app: JupyterFrontEnd,
  model: ICourseModel,
  views: ICourseViews | null,
  trans: TranslationBundle
): void {
  app.commands.addCommand(CommandIDs.searchCourse, {
    label: trans.__('Search the course'),
    caption: trans.__('Search titles, headings and text of the course’s pages'),
    describedBy: describe({ text: { type: 'string' } }),
    execute: args => {
      const text = textArgument(args.text);
      views?.show(LEARN);
      app.shell.activateById(PANEL_ID);
      if (text !== undefined) {
        model.setSearch(text);
      }
      // The panel draws itself once it is in view.
      requestAnimationFrame(() => {
        const box = document.querySelector<HTMLInputElement>(`#${PANEL_ID} .uh-search`);
        box?.focus();
        box?.select();
      });
    }
  });

  app.commands.addCommand(CommandIDs.clearFilters, {
    label: trans.__('Clear the course’s filters'),
    caption: trans.__('Show pages in every state and of every kind, and end the search'),
    describedBy: describe({}),
    isEnabled: () => model.search !== '' || model.view.onlyNew || countPicked(model.view) > 0,
    execute: () => {
      model.setSearch('');
      model.clearView();
      model.announce(trans.__('Every state and kind is shown.'));
    }
  });
}
