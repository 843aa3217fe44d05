import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { PANEL_ID } from '../ids';
import { ICourseModel } from '../tokens';

/** Set once the course was shown in this workspace. */
const SHOWN = 'underhood:shown';

/** Shows the sidebar in a workspace that never had it; afterwards the layout says where things are. */
export const startPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:plugin',
  description: 'Shows the course in a new workspace, if the settings say so.',
  autoStart: true,
  requires: [ICourseModel, ISettingRegistry, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    _model: ICourseModel,
    registry: ISettingRegistry,
    state: IStateDB
  ) => {
    // Not awaited here: the layout is restored only after every plugin is active.
    void app.restored.then(() => showOnce(app, registry, state));
  }
};

async function showOnce(
  app: JupyterFrontEnd,
  registry: ISettingRegistry,
  state: IStateDB
): Promise<void> {
  const settings = await registry.load(startPlugin.id);
  if (settings.get('showInNewWorkspace').composite !== true || (await state.fetch(SHOWN))) {
    return;
  }
  await state.save(SHOWN, true);
  app.shell.activateById(PANEL_ID);
}
