import type { JupyterFrontEnd } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { Menu, Widget } from '@lumino/widgets';
import { MenuBar } from '@lumino/widgets';
import { ToolbarItems } from '../toolbarItems';

/** nbgrader's ids and classes, see its labextension. */
const MENU = 'jp-mainmenu-nbgrader';
const CREATE_PANEL = 'nbgrader-create_assignemnt';
const CREATE_COMMAND = 'nbgrader:open-create-assignment';

/** On what is in the toolbar of a page of the course; the style sheet then hides nbgrader's button, see nbgrader.css. */
export const PAGE_CLASS = 'jp-mod-underhoodPage';

/**
 * nbgrader's own parts of JupyterLab, which ours double: its menu, its panel, its button in pages of the course.
 *
 * They are taken out of sight, not off: its commands stay in the palette and do what they did.
 */
export class NbgraderParts {
  constructor(
    private readonly _app: JupyterFrontEnd,
    private readonly _isOfCourse: (panel: NotebookPanel) => boolean
  ) {
    _app.commands.commandExecuted.connect((_, { id }) => {
      if (id === CREATE_COMMAND && this._panel) {
        this._showPanel(); // who asks for it gets it
        _app.shell.activateById(CREATE_PANEL);
      }
    });
  }

  /** Shows or hides the menu and the panel, as soon as nbgrader has added them. */
  show(shown: boolean): void {
    this._shown = shown;
    if (shown) {
      this._showMenu();
      this._showPanel();
    } else {
      this._hideMenu();
      this._hidePanel();
    }
    for (const panel of this._toolbars.keys()) {
      this._mark(panel);
    }
  }

  /** Takes care of a notebook's Validate button from now on; call it before nbgrader has added the button. */
  watch(panel: NotebookPanel): void {
    this._toolbars.set(panel, new ToolbarItems(panel.toolbar));
    panel.disposed.connect(() => this._toolbars.delete(panel));
    // Whether it is a page stands in the notebook, which is read later than its toolbar is made.
    void panel.context.ready.then(() => this._mark(panel));
  }

  private _mark(panel: NotebookPanel): void {
    if (!panel.isDisposed) {
      this._toolbars.get(panel)?.toggleClass(PAGE_CLASS, !this._shown && this._isOfCourse(panel));
    }
  }

  private _hideMenu(): void {
    for (const bar of this._menuBars()) {
      const index = bar.menus.findIndex(({ id }) => id === MENU);
      if (index !== -1) {
        this._menu = { bar, menu: bar.menus[index], index };
        bar.removeMenuAt(index);
      }
    }
  }

  private _showMenu(): void {
    if (this._menu) {
      const { bar, menu, index } = this._menu;
      bar.insertMenu(Math.min(index, bar.menus.length), menu);
      this._menu = null;
    }
  }

  private _menuBars(): MenuBar[] {
    return ['menu', 'top'].flatMap(area =>
      [...this._app.shell.widgets(area)].flatMap(widget => menuBarsIn(widget))
    );
  }

  private _hidePanel(): void {
    const panel = [...this._app.shell.widgets('right'), ...this._app.shell.widgets('left')].find(
      ({ id }) => id === CREATE_PANEL
    );
    if (panel) {
      this._panel = panel;
      panel.parent = null;
    }
  }

  private _showPanel(): void {
    if (this._panel) {
      this._app.shell.add(this._panel, 'right');
      this._panel = null;
    }
  }

  private readonly _toolbars = new Map<NotebookPanel, ToolbarItems>();
  private _shown = false;
  private _menu: { bar: MenuBar; menu: Menu; index: number } | null = null;
  private _panel: Widget | null = null;
}

function menuBarsIn(widget: Widget): MenuBar[] {
  return widget instanceof MenuBar ? [widget] : [...widget.children()].flatMap(menuBarsIn);
}
