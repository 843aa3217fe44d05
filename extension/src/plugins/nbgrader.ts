import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { NbgraderParts } from '../handins/nbgrader';
import { isCoursePage } from '../pageOf';
import { startPlugin } from './start';

/** Hides nbgrader's own menu, panel and button where ours do the same, unless the settings say otherwise. */
export const nbgraderPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:nbgrader',
  description: 'Hides those parts of nbgrader’s own that the course’s double.',
  autoStart: true,
  requires: [ISettingRegistry],
  optional: [INotebookTracker],
  activate: (
    app: JupyterFrontEnd,
    registry: ISettingRegistry,
    tracker: INotebookTracker | null
  ) => {
    const parts = new NbgraderParts(app, isCoursePage);
    const follow = async () => {
      // Then all of nbgrader's parts are there, and JupyterLab is ready for settings that are loaded.
      await app.restored;
      const settings = await registry.load(startPlugin.id);
      const apply = () => parts.show(settings.get('showNbgrader').composite === true);
      settings.changed.connect(apply);
      apply();
    };
    void follow();
    tracker?.forEach(panel => parts.watch(panel));
    tracker?.widgetAdded.connect((_, panel) => parts.watch(panel));
  }
};
