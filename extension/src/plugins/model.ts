import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { CourseApi } from '../api';
import { CourseEvents } from '../events';
import { CourseModel } from '../model';
import { Reconnection } from '../reconnection';
import { ICourseModel } from '../tokens';
import { LocalUnsaved } from '../progress/unsaved';
import { UpdatesApi } from '../updates/api';
import { UpdatesStore } from '../updates/store';

/** Provides the course model; it asks the server once somebody looks. */
export const modelPlugin: JupyterFrontEndPlugin<ICourseModel> = {
  id: 'underhood:model',
  description: 'Provides the course: catalog, progress, hand-ins and what is shown of them.',
  autoStart: true,
  provides: ICourseModel,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const { serverSettings } = app.serviceManager;
    const api = new CourseApi(serverSettings, trans);
    const model = new CourseModel({
      api,
      trans,
      updates: new UpdatesStore(new UpdatesApi(api)),
      unsaved: new LocalUnsaved(serverSettings.baseUrl)
    });
    const events = new CourseEvents(app.serviceManager.events.stream);
    events.changed.connect((_, event) => void model.onEvent(event));
    const reconnection = new Reconnection(app.serviceManager);
    reconnection.returned.connect(() => void model.onReturned());
    api.unanswered.connect(() => reconnection.watch()); // JupyterLab itself may have asked nothing meanwhile
    return model;
  }
};
