import type { JupyterFrontEnd } from '@jupyterlab/application';
import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { addFindCommands } from '../../../extension/src/find/commands';
import { CommandIDs, PANEL_ID } from '../../../extension/src/ids';
import { CourseModel } from '../../../extension/src/model';
import { FakeApi } from '../fixtures';

// It imports all of JupyterLab's widgets, which jsdom can't load.
jest.mock('../../../extension/src/commands', () => ({
  describe: (properties: object) => ({ args: { type: 'object', properties } }),
  textArgument: (value: unknown) => (typeof value === 'string' ? value : undefined)
}));

const trans = nullTranslator.load('underhood');

let model: CourseModel;
let commands: CommandRegistry;
const activateById = jest.fn();
const show = jest.fn();

beforeEach(async () => {
  model = new CourseModel({ api: new FakeApi(), trans, delay: 1 });
  await model.refresh();
  commands = new CommandRegistry();
  const app = { commands, shell: { activateById } } as unknown as JupyterFrontEnd;
  addFindCommands(app, model, { add: jest.fn(), show }, trans);
  document.body.innerHTML = '';
  const panel = document.body.appendChild(document.createElement('div'));
  panel.id = PANEL_ID;
  panel.appendChild(document.createElement('input')).className = 'uh-search';
});

afterEach(() => model.dispose());

it('searches in the course’s own view, with the focus in the box', async () => {
  await commands.execute(CommandIDs.searchCourse, { text: 'threads' });
  await new Promise(resolve => requestAnimationFrame(resolve));
  expect(show).toHaveBeenCalledWith('learn');
  expect(activateById).toHaveBeenCalledWith(PANEL_ID);
  expect(model.search).toBe('threads');
  expect(document.activeElement?.className).toBe('uh-search');
});

it('keeps what is searched when called without a text', async () => {
  model.setSearch('memory');
  await commands.execute(CommandIDs.searchCourse);
  expect(model.search).toBe('memory');
});

it('clears search and filters, where there are any', async () => {
  expect(commands.isEnabled(CommandIDs.clearFilters)).toBe(false);
  model.setSearch('memory');
  model.setView({ stages: ['done'], onlyNew: true });
  expect(commands.isEnabled(CommandIDs.clearFilters)).toBe(true);
  await commands.execute(CommandIDs.clearFilters);
  expect(model.search).toBe('');
  expect(model.view).toEqual({ stages: [], kinds: [], onlyNew: false });
});
