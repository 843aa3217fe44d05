import type { TextHits } from '../generated/search';
import { containsAll } from './search';

/** By page id and place of the section (null before the first one), an excerpt with the searched words. */
export type ITextHits = ReadonlyMap<string, ReadonlyMap<number | null, string>>;

/** The server's answer in the form in which pages look themselves up. */
export function hitsOf(answer: TextHits): ITextHits {
  return new Map(
    answer.pages.map(({ id, hits }) => [
      id,
      new Map(hits.map(({ section, text }) => [section, text]))
    ])
  );
}

/**
 * The hits that surely hold more words too, to be shown until the server has answered.
 *
 * @param words - folded.
 */
export function stillFound(hits: ITextHits, words: readonly string[]): ITextHits {
  const left = [...hits].map(
    ([id, sections]) =>
      [id, new Map([...sections].filter(([, text]) => containsAll(words, [text])))] as const
  );
  return new Map(left.filter(([, sections]) => sections.size > 0));
}
