/**
 * How much there is to read, by the rules of `course/underhood_course/words.py`.
 *
 * The page's cells are counted here, the catalog's sections there; a test compares both on the real course.
 */

/** Careful reading of technical prose. */
const WORDS_PER_MINUTE = 200;
const CODE_LINES_PER_MINUTE = 15;

// Python's `^` in multiline mode comes after \n only, JavaScript's after other ends of lines too.
const FENCED = /(?<![^\n])(```|~~~)[^]*?(?<![^\n])\1/gu;
const MATH = /\$\$[^]*?\$\$|\$[^$\n]+\$/gu;
const IMAGE = /!\[([^\]]*)\]\([^)]*\)/gu;
const LINK = /\[([^\]]*)\]\([^)]*\)/gu;
const TAG = /<[^>\n]+>/gu;
const WORD = /[\p{L}\p{N}_]+(?:['’.,/-][\p{L}\p{N}_]+)*/gu;

/** Words of prose: code blocks, formulas, pictures and addresses don't count. */
export function countWords(markdown: string): number {
  const text = markdown
    .replace(FENCED, ' ')
    .replace(MATH, ' ')
    .replace(IMAGE, ' ')
    .replace(LINK, '$1')
    .replace(TAG, ' ');
  return text.match(WORD)?.length ?? 0;
}

/** Lines with something in them. */
export function countCodeLines(source: string): number {
  return splitLines(source).filter(line => line.trim() !== '').length;
}

/** Minutes of reading, code included; running it is the machine's time. */
export function readingMinutes(words: number, codeLines: number): number {
  return words / WORDS_PER_MINUTE + codeLines / CODE_LINES_PER_MINUTE;
}

/** The text's lines as Python's `splitlines` cuts them. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]/u);
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}
