import type { ChoiceQuiz, NumberQuiz, OrderQuiz, Pair, Quiz } from '../generated/quiz';

/**
 * A question out of a notebook's metadata, which anybody may have written.
 *
 * @returns null for what is no question: then the cell shows its plain text.
 */
export function readQuiz(metadata: unknown, id: string): Quiz | null {
  const quizzes = isRecord(metadata) && Array.isArray(metadata.quizzes) ? metadata.quizzes : [];
  const found: unknown = quizzes.find(quiz => isRecord(quiz) && quiz.id === id);
  if (!isRecord(found) || !isText(found.question)) {
    return null;
  }
  const common = { id, question: found.question, ...readPair(found.pair) };
  switch (found.kind) {
    case 'choice':
      return readChoice(found, common);
    case 'number':
      return readNumber(found, common);
    case 'order':
      return readOrder(found, common);
    default:
      return null;
  }
}

type Common = Pick<Quiz, 'id' | 'question' | 'pair'>;

function readChoice(found: Record<string, unknown>, common: Common): ChoiceQuiz | null {
  const options = Array.isArray(found.options) ? found.options : [];
  const read = options.flatMap(option =>
    isRecord(option) && isText(option.text) && isText(option.why)
      ? [{ text: option.text, why: option.why, right: option.right === true }]
      : []
  );
  const isWhole = read.length === options.length && read.length > 1;
  return isWhole && read.filter(({ right }) => right).length === 1
    ? { ...common, kind: 'choice', options: read }
    : null;
}

function readNumber(found: Record<string, unknown>, common: Common): NumberQuiz | null {
  const mistakes = Array.isArray(found.mistakes) ? found.mistakes : [];
  if (!isNumber(found.answer) || !isText(found.why)) {
    return null;
  }
  return {
    ...common,
    kind: 'number',
    answer: found.answer,
    why: found.why,
    ...(isNumber(found.tolerance) && { tolerance: found.tolerance }),
    ...(isText(found.unit) && { unit: found.unit }),
    mistakes: mistakes.flatMap(one =>
      isRecord(one) && isNumber(one.answer) && isText(one.why)
        ? [
            {
              answer: one.answer,
              why: one.why,
              ...(isNumber(one.tolerance) && { tolerance: one.tolerance })
            }
          ]
        : []
    )
  };
}

function readOrder(found: Record<string, unknown>, common: Common): OrderQuiz | null {
  const items = Array.isArray(found.items) ? found.items : [];
  return items.length > 2 &&
    items.every(isText) &&
    new Set(items).size === items.length &&
    isText(found.why)
    ? { ...common, kind: 'order', items, why: found.why }
    : null;
}

function readPair(pair: unknown): { pair?: Pair } {
  return isRecord(pair) && isText(pair.name) && (pair.at === 'start' || pair.at === 'end')
    ? { pair: { name: pair.name, at: pair.at } }
    : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
