import type { TranslationBundle } from '@jupyterlab/translation';
import React, { useState } from 'react';
import { StateShape } from '../components/shape';
import { WithCode } from '../components/withCode';
import type { Attempt } from '../generated/progress';
import type { Quiz } from '../generated/quiz';
import { judge, shownOrder } from './answer';
import type { Answer, IVerdict } from './answer';
import { ChoiceField, NumberField, OrderField } from './form';
import { Comparison, KeptAnswer } from './pair';

export interface IQuizViewProps {
  quiz: Quiz;
  /** What is kept of earlier answers. */
  attempt: Attempt | undefined;
  /** What was answered at the start of the course, for a question asked again at its end. */
  atStart: Attempt | undefined;
  /** Keeps an answer. */
  onAnswer(verdict: IVerdict): void;
  trans: TranslationBundle;
}

/** A question with its form; once it is answered, what the answer is worth and why. */
export function QuizView(props: IQuizViewProps): JSX.Element {
  const { quiz, attempt, atStart, trans } = props;
  const isStart = quiz.pair?.at === 'start';
  const [answer, setAnswer] = useState<Answer>(() => emptyAnswer(quiz));
  const [verdict, setVerdict] = useState<IVerdict | null>(null);
  const [asked, setAsked] = useState('');
  const change = (next: Answer) => {
    setAnswer(next);
    setVerdict(null); // it was about another answer
    setAsked('');
  };
  const submit = () => {
    const found = judge(quiz, answer);
    if (!found) {
      setAsked(
        quiz.kind === 'number' ? trans.__('Type a number first.') : trans.__('Choose one first.')
      );
      return;
    }
    setVerdict(found);
    props.onAnswer(found);
  };
  const giveUp = () =>
    props.onAnswer({ right: false, why: null, words: trans.__('I don’t know yet') });
  if (isStart && attempt) {
    return (
      <QuizFrame {...props}>
        <KeptAnswer attempt={attempt} trans={trans} />
      </QuizFrame>
    );
  }
  return (
    <QuizFrame {...props}>
      <form
        onSubmit={event => {
          event.preventDefault();
          submit();
        }}
      >
        <Field quiz={quiz} answer={answer} onChange={change} trans={trans} />
        <div className="uh-quiz-actions">
          <button type="submit" className="uh-button">
            {isStart ? trans.__('Keep my answer') : trans.__('Check my answer')}
          </button>
          {isStart && (
            <button type="button" className="uh-button" onClick={giveUp}>
              {trans.__('I don’t know yet')}
            </button>
          )}
          {attempt && !verdict && <span className="uh-tries">{earlierWord(attempt, trans)}</span>}
        </div>
      </form>
      <div role="status" aria-live="polite">
        {asked !== '' && <p>{asked}</p>}
        {verdict && !isStart && <Verdict verdict={verdict} trans={trans} />}
        {verdict && quiz.pair?.at === 'end' && attempt && (
          <Comparison atStart={atStart} now={attempt} trans={trans} />
        )}
      </div>
    </QuizFrame>
  );
}

function QuizFrame(props: IQuizViewProps & { children: React.ReactNode }): JSX.Element {
  return (
    <fieldset className="jp-UnderhoodQuiz">
      <legend>
        <WithCode text={props.quiz.question} />
      </legend>
      {props.children}
    </fieldset>
  );
}

function Field(props: {
  quiz: Quiz;
  answer: Answer;
  onChange(answer: Answer): void;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { quiz, answer, onChange, trans } = props;
  if (quiz.kind === 'choice' && answer.kind === 'choice') {
    return <ChoiceField quiz={quiz} answer={answer} onChange={onChange} trans={trans} />;
  }
  if (quiz.kind === 'number' && answer.kind === 'number') {
    return <NumberField quiz={quiz} answer={answer} onChange={onChange} trans={trans} />;
  }
  if (quiz.kind === 'order' && answer.kind === 'order') {
    return <OrderField quiz={quiz} answer={answer} onChange={onChange} trans={trans} />;
  }
  return null;
}

function Verdict(props: { verdict: IVerdict; trans: TranslationBundle }): JSX.Element {
  const { verdict, trans } = props;
  const word = verdict.right ? trans.__('Right.') : trans.__('Not right.');
  return (
    <p className="uh-quiz-verdict" data-right={verdict.right}>
      <StateShape shape={verdict.right ? 'done' : 'started'} />
      <span>
        <strong>{word}</strong>{' '}
        <WithCode
          text={verdict.why ?? trans.__('Try again; you may answer as often as you like.')}
        />
      </span>
    </p>
  );
}

function emptyAnswer(quiz: Quiz): Answer {
  switch (quiz.kind) {
    case 'choice':
      return { kind: 'choice', option: -1 };
    case 'number':
      return { kind: 'number', typed: '' };
    case 'order':
      return { kind: 'order', items: shownOrder(quiz.items) };
  }
}

function earlierWord(attempt: Attempt, trans: TranslationBundle): string {
  return attempt.state === 'solved'
    ? trans._n('answered right, %1 try', 'answered right, %1 tries', attempt.tries)
    : trans._n('%1 try so far', '%1 tries so far', attempt.tries);
}
