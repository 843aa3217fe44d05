import type { Message } from '@lumino/messaging';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';

/**
 * What is in a toolbar, also once JupyterLab has moved it into the popup of what does not fit.
 *
 *     const items = new ToolbarItems(panel.toolbar);
 *     items.toggleClass('jp-mod-mine', true); // those that are added later have it, too
 *
 * The popup hangs below the document's body and nothing leads from the toolbar to it, so a class on the panel does not
 * reach what is in there; but every item is put into the toolbar first.
 */
export class ToolbarItems {
  constructor(toolbar: Widget) {
    for (const item of toolbar.children()) {
      this._add(item);
    }
    MessageLoop.installMessageHook(toolbar, (_, message) => {
      this._onMessage(message);
      return true;
    });
  }

  toggleClass(name: string, on: boolean): void {
    this._classes.set(name, on);
    for (const item of this._items) {
      item.toggleClass(name, on);
    }
  }

  private _onMessage(message: Message): void {
    if (message instanceof Widget.ChildMessage && message.type === 'child-added') {
      this._add(message.child);
    }
  }

  private _add(item: Widget): void {
    if (!this._items.has(item)) {
      this._items.add(item);
      item.disposed.connect(() => this._items.delete(item));
      this._classes.forEach((on, name) => item.toggleClass(name, on));
    }
  }

  private readonly _items = new Set<Widget>();
  private readonly _classes = new Map<string, boolean>();
}
