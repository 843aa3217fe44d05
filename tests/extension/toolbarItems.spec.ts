import './dragEvent';
import { Panel, Widget } from '@lumino/widgets';
import { ToolbarItems } from '../../extension/src/toolbarItems';

const MARK = 'jp-mod-mark';

describe('the items of a toolbar', () => {
  let toolbar: Panel;
  let elsewhere: Panel;

  beforeEach(() => {
    toolbar = new Panel();
    elsewhere = new Panel();
  });

  afterEach(() => {
    toolbar.dispose();
    elsewhere.dispose();
  });

  it('have the class, those that come later too', () => {
    const [first, later] = [new Widget(), new Widget()];
    toolbar.addWidget(first);
    const items = new ToolbarItems(toolbar);
    items.toggleClass(MARK, true);
    toolbar.addWidget(later);
    expect([first.hasClass(MARK), later.hasClass(MARK)]).toEqual([true, true]);
  });

  it('keep and lose it where the toolbar has moved them to', () => {
    const item = new Widget();
    const items = new ToolbarItems(toolbar);
    toolbar.addWidget(item);
    elsewhere.addWidget(item);
    items.toggleClass(MARK, true);
    expect(item.hasClass(MARK)).toBe(true);
    items.toggleClass(MARK, false);
    expect(item.hasClass(MARK)).toBe(false);
  });

  it('are forgotten when they are gone', () => {
    const item = new Widget();
    const items = new ToolbarItems(toolbar);
    toolbar.addWidget(item);
    item.dispose();
    expect(() => items.toggleClass(MARK, true)).not.toThrow();
  });
});
