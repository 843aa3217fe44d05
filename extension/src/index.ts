import { boardPlugin } from './plugins/board';
import { commandsPlugin } from './plugins/commands';
import { exercisePlugin } from './plugins/exercise';
import { findPlugin } from './plugins/find';
import { foldingPlugin } from './plugins/folding';
import { modelPlugin } from './plugins/model';
import { nbgraderPlugin } from './plugins/nbgrader';
import { quizPlugin } from './plugins/quiz';
import { readingPlugin } from './plugins/reading';
import { sidebarPlugin } from './plugins/sidebar';
import { startPlugin } from './plugins/start';
import { teachPlugin } from './plugins/teach';
import { updatesPlugin } from './plugins/updates';

export { ICourseModel } from './tokens';

export default [
  modelPlugin,
  sidebarPlugin,
  boardPlugin,
  commandsPlugin,
  exercisePlugin,
  findPlugin,
  foldingPlugin,
  nbgraderPlugin,
  quizPlugin,
  readingPlugin,
  startPlugin,
  teachPlugin,
  updatesPlugin
];
