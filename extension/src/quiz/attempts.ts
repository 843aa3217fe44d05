import type { Catalog } from '../generated/catalog';
import type { Attempt, Progress } from '../generated/progress';
import type { Quiz } from '../generated/quiz';
import type { IVerdict } from './answer';

/** As much of an answer's words as is kept. */
const LONGEST = 300;

/** What is kept after one more answer: solved stays solved, and the first answer stays the first. */
export function countAnswer(before: Attempt | undefined, verdict: IVerdict): Attempt {
  return {
    state: verdict.right || before?.state === 'solved' ? 'solved' : 'tried',
    tries: (before?.tries ?? 0) + 1,
    first: before?.first ?? verdict.words.slice(0, LONGEST),
    first_right: before?.first_right ?? verdict.right
  };
}

/** What is kept at the start of the course: the answer, but not yet what it is worth to the eye. */
export function keepFirst(verdict: IVerdict): Attempt {
  return {
    state: 'tried',
    tries: 1,
    first: verdict.words.slice(0, LONGEST),
    first_right: verdict.right
  };
}

export function answerAt(
  progress: Progress | null,
  page: string,
  quiz: string
): Attempt | undefined {
  return progress?.pages[page]?.quizzes?.[quiz];
}

/** The answer given at the start of the course to the question that is asked again now. */
export function answerAtStart(
  quiz: Quiz,
  catalog: Catalog | null,
  progress: Progress | null
): Attempt | undefined {
  for (const page of catalog?.modules.flatMap(({ pages }) => pages) ?? []) {
    for (const { id, pair } of page.quizzes) {
      if (quiz.pair && pair?.at === 'start' && pair.name === quiz.pair.name) {
        return answerAt(progress, page.id, id);
      }
    }
  }
  return undefined;
}
