import type { JupyterFrontEnd, JupyterFrontEndPlugin } from '@jupyterlab/application';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { isCoursePage } from '../pageOf';
import { ICourseModel } from '../tokens';

/** Shows the questions of a page in the cells where they stand. */
export const quizPlugin: JupyterFrontEndPlugin<void> = {
  id: 'underhood:quiz',
  description: 'Shows the questions of a page as forms, in place.',
  autoStart: true,
  requires: [ICourseModel, INotebookTracker],
  optional: [ITranslator],
  activate: (
    _app: JupyterFrontEnd,
    course: ICourseModel,
    tracker: INotebookTracker,
    translator: ITranslator | null
  ) => {
    const trans = (translator ?? nullTranslator).load('underhood');
    tracker.widgetAdded.connect((_, panel) => {
      void panel.context.ready.then(async () => {
        if (!isCoursePage(panel)) {
          return;
        }
        const { PageQuizzes } = await import('../quiz/cells'); // when the first page is opened
        if (!panel.isDisposed) {
          new PageQuizzes(panel, course, trans);
        }
      });
    });
  }
};
