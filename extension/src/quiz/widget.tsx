import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget, UseSignal } from '@jupyterlab/ui-components';
import React from 'react';
import type { Quiz } from '../generated/quiz';
import { keepKeys } from '../keys';
import type { ICourseModel } from '../tokens';
import type { IVerdict } from './answer';
import { answerAt, answerAtStart, countAnswer, keepFirst } from './attempts';
import { QuizView } from './view';

/** A question in the cell where it stands; it needs no kernel. */
export class QuizWidget extends ReactWidget {
  constructor(private readonly _options: QuizWidget.IOptions) {
    super();
    this.addClass('jp-UnderhoodQuizCell');
    keepKeys(this.node);
  }

  protected override render(): JSX.Element {
    const { quiz, page, course, trans } = this._options;
    return (
      <UseSignal signal={course.changed}>
        {() => (
          <QuizView
            quiz={quiz}
            attempt={answerAt(course.progress, page, quiz.id)}
            atStart={answerAtStart(quiz, course.catalog, course.progress)}
            onAnswer={verdict => this._keep(verdict)}
            trans={trans}
          />
        )}
      </UseSignal>
    );
  }

  private _keep(verdict: IVerdict): void {
    const { quiz, page, course } = this._options;
    const before = answerAt(course.progress, page, quiz.id);
    const attempt =
      quiz.pair?.at === 'start' ? (before ?? keepFirst(verdict)) : countAnswer(before, verdict);
    course.keep({ pages: { [page]: { quizzes: { [quiz.id]: attempt } } } });
  }
}

export namespace QuizWidget {
  export interface IOptions {
    quiz: Quiz;
    /** The page's id. */
    page: string;
    course: ICourseModel;
    trans: TranslationBundle;
  }
}
