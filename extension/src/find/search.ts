/** Half-open range of UTF-16 units in a text, to be shown as found. */
export interface IRange {
  start: number;
  end: number;
}

/** What to mark in the titles and excerpts that a search found. */
export interface IFoundWords {
  /** Folded texts, marked wherever they stand: the searched words, or what a mistyped one meant. */
  terms: readonly string[];
  /** Folded words whose letters are marked one by one, because they stand apart in the titles. */
  letters: readonly string[];
}

/**
 * The words of a search, without case and accents.
 *
 * `searchWords(' Mémoire GPU ')` is `['memoire', 'gpu']`.
 */
export function searchWords(query: string): string[] {
  return [
    ...new Set(
      foldText(query)
        .split(/\s+/u)
        .filter(word => word !== '')
    )
  ];
}

/** The text without case and accents, as it is compared. */
export function foldText(text: string): string {
  return isPlain(text) ? text.toLowerCase() : fold(text).text;
}

/** Whether each word occurs in one of the texts. */
export function containsAll(words: readonly string[], texts: readonly string[]): boolean {
  const folded = texts.map(foldText);
  return words.every(word => folded.some(text => text.includes(word)));
}

/**
 * Where the words stand in the text: sorted, overlapping ones joined.
 *
 * `findRanges('Über GPUs', ['uber'])` is `[{ start: 0, end: 4 }]`.
 */
export function findRanges(text: string, words: readonly string[]): IRange[] {
  const { text: folded, origin } = fold(text);
  const found: IRange[] = [];
  for (const word of words) {
    for (let at = folded.indexOf(word); at >= 0; at = folded.indexOf(word, at + word.length)) {
      found.push({ start: origin[at], end: origin[at + word.length] });
    }
  }
  return joinRanges(found);
}

/** The same ranges in order, without overlaps. */
export function joinRanges(ranges: readonly IRange[]): IRange[] {
  const sorted = [...ranges].sort((a, b) => a.start - b.start || a.end - b.end);
  const joined: IRange[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last && range.start <= last.end) {
      last.end = Math.max(last.end, range.end);
    } else {
      joined.push({ ...range });
    }
  }
  return joined;
}

/** Besides the plain text, where each of its units (and its end) came from. */
export function fold(text: string): { text: string; origin: number[] } {
  let folded = '';
  const origin: number[] = [];
  let at = 0;
  for (const character of text) {
    const plain = character.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
    origin.push(...Array<number>(plain.length).fill(at));
    folded += plain;
    at += character.length;
  }
  origin.push(text.length);
  return { text: folded, origin };
}

/** Whether folding only has to change the case: thousands of titles are folded at once. */
function isPlain(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 127) {
      return false;
    }
  }
  return true;
}
