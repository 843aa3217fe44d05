import type { ILayoutRestorer, JupyterFrontEnd } from '@jupyterlab/application';
import { IFrame, MainAreaWidget, WidgetTracker } from '@jupyterlab/apputils';
import { URLExt } from '@jupyterlab/coreutils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { courseIcon } from '../icons';
import { CommandIDs } from '../ids';
import type { ITeachActions } from './components/actions';
import type { TeachModel } from './model';

export const RESULTS_ID = 'underhood-results';
export const FORMGRADER_ID = 'underhood-formgrader';

/** What formgrader was asked to show, as its command takes it. */
export interface IFormgraderPage {
  [argument: string]: string;
  name: string;
}

/** The teacher's tabs in the main area, one of a kind; JupyterLab opens them again after a reload. */
export class TeachTabs {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _trans: TranslationBundle
  ) {}

  restore(restorer: ILayoutRestorer): void {
    void restorer.restore(this._results, {
      command: CommandIDs.showResults,
      name: () => RESULTS_ID
    });
    void restorer.restore(this._formgrader, {
      command: CommandIDs.openFormgrader,
      name: () => FORMGRADER_ID,
      args: () => this._page ?? {}
    });
  }

  async showResults(model: TeachModel, actions: ITeachActions): Promise<void> {
    const { makeResults } = await import('./resultsWidget');
    if (!this._results.currentWidget) {
      const widget = makeResults(model, actions, this._trans);
      widget.id = RESULTS_ID;
      await this._results.add(widget);
      this._app.shell.add(widget, 'main', { type: 'Results' });
    }
    this._app.shell.activateById(RESULTS_ID);
  }

  /** One tab for formgrader, which shows the page asked for last: its course directory is the server's, not a tab's. */
  showFormgrader(url: string, page: IFormgraderPage): void {
    const { baseUrl } = this._app.serviceManager.serverSettings;
    this._page = page;
    let widget = this._formgrader.currentWidget;
    if (widget) {
      void this._formgrader.save(widget);
    } else {
      widget = this._makeFormgrader();
      void this._formgrader.add(widget);
      this._app.shell.add(widget, 'main', { type: 'Formgrader' });
    }
    widget.content.url = URLExt.join(baseUrl, url);
    this._app.shell.activateById(FORMGRADER_ID);
  }

  private _makeFormgrader(): MainAreaWidget<IFrame> {
    const content = new IFrame({
      sandbox: ['allow-same-origin', 'allow-scripts', 'allow-forms', 'allow-popups', 'allow-modals']
    });
    const widget = new MainAreaWidget({ content });
    widget.id = FORMGRADER_ID;
    widget.title.label = this._trans.__('Formgrader');
    widget.title.icon = courseIcon;
    widget.title.closable = true;
    return widget;
  }

  private readonly _results = new WidgetTracker<MainAreaWidget>({ namespace: RESULTS_ID });
  private readonly _formgrader = new WidgetTracker<MainAreaWidget<IFrame>>({
    namespace: FORMGRADER_ID
  });
  private _page: IFormgraderPage | null = null;
}
