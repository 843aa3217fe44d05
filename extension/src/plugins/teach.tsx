import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { refreshIcon, UseSignal } from '@jupyterlab/ui-components';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import React from 'react';
import { CourseApi } from '../api';
import { CourseEvents } from '../events';
import { CommandIDs, PANEL_ID } from '../ids';
import { Reconnection } from '../reconnection';
import { TeachApi } from '../teach/api';
import { addTeachCommands, STEP_COMMANDS } from '../teach/commands';
import type { ITeachActions } from '../teach/components/actions';
import { TeachModel } from '../teach/model';
import { TeachTabs } from '../teach/tabs';
import { ICourseModel } from '../tokens';
import { ICourseViews } from '../views';
import type { ICourseView } from '../views';

/** Loaded for those who teach; students never ask for it. */
const TeachView = React.lazy(async () => ({
  default: (await import('../teach/components/teach')).TeachView
}));

/** The id of the teacher's view in the course's panel. */
const TEACH = 'teach';

/** Adds the teacher's view for those who may grade. */
export const teachPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:teach',
  description: 'Adds the teacher’s view: calendar, choices, release, grading, results.',
  autoStart: true,
  requires: [ICourseModel, ICourseViews],
  optional: [ICommandPalette, ITranslator, ILayoutRestorer],
  activate: (
    app: JupyterFrontEnd,
    course: ICourseModel,
    views: ICourseViews,
    palette: ICommandPalette | null,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    const api = new TeachApi(new CourseApi(app.serviceManager.serverSettings, trans));
    const model = new TeachModel(api, trans);
    const actions = actionsOf(app, model);
    const render = () => (
      <React.Suspense fallback={<p className="uh-loading">{trans.__('Loading…')}</p>}>
        <UseSignal signal={model.changed}>
          {() => (
            <TeachView
              model={model}
              actions={actions}
              specializations={course.catalog?.specializations ?? []}
              trans={trans}
              refreshIcon={<refreshIcon.react tag="span" />}
            />
          )}
        </UseSignal>
      </React.Suspense>
    );
    const view = new TeachTab(model, trans.__('Teach'), render);
    views.add(view);

    const show = () => {
      view.ask();
      app.shell.activateById(PANEL_ID);
      views.show(TEACH);
    };
    const tabs = new TeachTabs(app, trans);
    addTeachCommands({ app, api, model, actions, tabs, show, trans });
    if (restorer) {
      tabs.restore(restorer);
    }
    const category = trans.__('Course');
    for (const command of [CommandIDs.teachCourse, ...Object.values(STEP_COMMANDS)]) {
      palette?.addItem({ command, category });
    }
    for (const command of [
      CommandIDs.cancelStep,
      CommandIDs.openFormgrader,
      CommandIDs.showResults,
      CommandIDs.exportResults
    ]) {
      palette?.addItem({ command, category });
    }
    const events = new CourseEvents(app.serviceManager.events.stream);
    events.changed.connect((_, event) => void model.onEvent(event));
    new Reconnection(app.serviceManager).returned.connect(() => {
      if (model.allowed) {
        void model.refresh();
      }
    });
    model.changed.connect(() => app.commands.notifyCommandChanged());
  }
};

function actionsOf(app: JupyterFrontEnd, model: TeachModel): ITeachActions {
  const run = (id: string, args: Record<string, string | boolean> = {}) =>
    void app.commands.execute(id, args);
  const named = (name: string, student?: string): Record<string, string> =>
    student === undefined ? { name } : { name, student };
  return {
    step: (step, name, options) =>
      run(STEP_COMMANDS[step], {
        ...named(name, options?.student),
        ...(options?.force && { force: true })
      }),
    cancel: () => run(CommandIDs.cancelStep),
    formgrader: (name, student) => run(CommandIDs.openFormgrader, named(name, student)),
    showResults: () => run(CommandIDs.showResults),
    exportResults: form => run(CommandIDs.exportResults, { form }),
    refresh: () => void model.refresh()
  };
}

/** There for whoever teaches a course; for others who may, once they ask for it. */
class TeachTab implements ICourseView {
  constructor(
    private readonly _model: TeachModel,
    readonly label: string,
    readonly render: () => JSX.Element
  ) {
    _model.changed.connect(this._onModelChanged, this);
  }

  readonly id = TEACH;

  get available(): boolean {
    return this._available;
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  refresh(): void {
    void this._model.refreshIfStale();
  }

  /** Shows the tab also where there is no course directory yet. */
  ask(): void {
    this._asked = true;
    this._onModelChanged();
  }

  private _onModelChanged(): void {
    const { allowed, course, error } = this._model;
    const available =
      allowed === true && (this._asked || course !== null || (error !== null && this._available));
    if (available !== this._available) {
      this._available = available;
      this._changed.emit();
    }
  }

  private readonly _changed = new Signal<this, void>(this);
  private _asked = false;
  private _available = false;
}
