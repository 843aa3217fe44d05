import type { ILayoutRestorer } from '@jupyterlab/application';
import { WidgetTracker } from '@jupyterlab/apputils';
import type { MainAreaWidget } from '@jupyterlab/apputils';
import { CommandIDs } from '../ids';
import type { UpdateContent } from './tab';

type UpdateTab = MainAreaWidget<UpdateContent>;

/** The open differences, which JupyterLab shows again after a reload. */
export class UpdateTabs {
  restore(restorer: ILayoutRestorer): void {
    void restorer.restore(this._tracker, {
      command: CommandIDs.updatePage,
      name: ({ content }) => content.model.id,
      args: ({ content }) => ({ id: content.model.id, restored: true })
    });
  }

  add(tab: UpdateTab): Promise<void> {
    return this._tracker.add(tab);
  }

  private readonly _tracker = new WidgetTracker<UpdateTab>({ namespace: 'underhood-update' });
}
