import { fold, joinRanges } from './search';
import type { IRange } from './search';

/** How well a word fits a text; more is better, 0 is not at all. */
export const FIT = {
  none: 0,
  /** Its letters stand in the text in this order, each at a word's beginning or close to the one before. */
  letters: 1,
  /** A word of the text is like it but for a slip or two of the fingers. */
  typo: 2,
  /** It stands in the page's text; the server says so. */
  text: 3,
  inside: 4,
  start: 5,
  whole: 6
} as const;

/** How many letters may be left out inside a word before the next one that is typed. */
const GAP = 2;

/** Half a word may be left out, as in `wrkgrp`; with more almost any title would fit. */
const SKIPPED = 0.5;

/**
 * How a word stands in a text, both folded: as a whole word, at a word's beginning, or inside one.
 *
 * A single letter inside a word says nothing and does not count.
 */
export function fitExactly(word: string, text: string): number {
  let best: number = FIT.none;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (at === 0 || !isLetter(text, at - 1)) {
      if (!isLetter(text, at + word.length)) {
        return FIT.whole;
      }
      best = FIT.start;
    } else if (best === FIT.none && word.length > 1) {
      best = FIT.inside;
    }
  }
  return best;
}

/** The words of a folded text; what is neither letter nor digit parts them. */
export function wordsOf(text: string): string[] {
  return text.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Whether a typed word, perhaps not finished yet, is like a word but for one slip, or two from eight
 * letters on: a letter wrong, missing, too many, or two exchanged. The first letter must be right.
 */
export function isTypoOf(typed: string, word: string): boolean {
  const allowed = typed.length < 4 ? 0 : typed.length < 8 ? 1 : 2;
  if (allowed === 0 || typed[0] !== word[0] || word.length < typed.length - allowed) {
    return false;
  }
  return prefixDistance(typed, word.slice(0, typed.length + allowed)) <= allowed;
}

/** The fewest slips that make `typed` out of a beginning of `word`. */
function prefixDistance(typed: string, word: string): number {
  let before: number[] = [];
  let row = Array.from({ length: word.length + 1 }, (_, at) => at);
  for (let i = 1; i <= typed.length; i++) {
    const next = [i];
    for (let j = 1; j <= word.length; j++) {
      const same = typed[i - 1] === word[j - 1];
      let cost = Math.min(row[j - 1] + (same ? 0 : 1), row[j] + 1, next[j - 1] + 1);
      if (i > 1 && j > 1 && typed[i - 1] === word[j - 2] && typed[i - 2] === word[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      next.push(cost);
    }
    before = row;
    row = next;
  }
  return Math.min(...row);
}

/**
 * Where the letters of a word stand in a folded text, as in `occdiv` for "occupancy and divergence".
 *
 * @returns the place of each letter, or null if they don't stand so.
 */
export function placeLetters(word: string, text: string): number[] | null {
  const dead = new Set<number>();
  const places: number[] = [];
  let steps = 2000; // a title can be made to have a great many ways
  const place = (nth: number, from: number, skipped: number): boolean => {
    if (nth === word.length) {
      return skipped <= word.length * SKIPPED;
    }
    const known = (nth * (text.length + 1) + from) * 64 + Math.min(63, skipped);
    if (dead.has(known) || --steps < 0) {
      return false;
    }
    for (let at = text.indexOf(word[nth], from); at >= 0; at = text.indexOf(word[nth], at + 1)) {
      const atStart = at === 0 || !isLetter(text, at - 1);
      const gap = at - from;
      if (!atStart && (nth === 0 || gap > GAP || !isOneWord(text, from, at))) {
        continue;
      }
      places[nth] = at;
      if (place(nth + 1, at + 1, skipped + (atStart ? 0 : gap))) {
        return true;
      }
    }
    dead.add(known);
    return false;
  };
  return place(0, 0, 0) ? places : null;
}

/** The ranges of a word's letters in a text as it is written; none if they don't stand there. */
export function letterRanges(text: string, word: string): IRange[] {
  const { text: folded, origin } = fold(text);
  const places = placeLetters(word, folded) ?? [];
  return joinRanges(places.map(at => ({ start: origin[at], end: origin[at + 1] })));
}

function isOneWord(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) {
    if (!isLetter(text, at)) {
      return false;
    }
  }
  return true;
}

/** Whether a letter or digit stands at this place of a folded text. */
function isLetter(text: string, at: number): boolean {
  const code = text.charCodeAt(at); // NaN behind the end
  return (
    (code >= 97 && code <= 122) ||
    (code >= 48 && code <= 57) ||
    (code > 127 && /[\p{L}\p{N}]/u.test(text[at]))
  );
}
