import type { TranslationBundle } from '@jupyterlab/translation';
import type { Case, Check, Difference } from '../generated/check';

/** What `check()` shows its result as. */
export const CHECK_MIME = 'application/vnd.underhood.check+json';

/** How many cases and characters are drawn of an output, which may come from anybody's notebook. */
const MOST_CASES = 50;
const LONGEST = 4000;

/**
 * The result in an output.
 *
 * @returns null for what `check()` never wrote.
 */
export function readCheck(data: unknown): Check | null {
  if (
    !isRecord(data) ||
    !['untouched', 'wrong', 'right', 'unchecked'].includes(String(data.state))
  ) {
    return null;
  }
  const [exercise, page, title] = [text(data.exercise), text(data.page), text(data.title)];
  if (exercise === null || page === null || title === null || !Array.isArray(data.cases)) {
    return null;
  }
  return {
    exercise,
    page,
    title,
    state: data.state as Check['state'],
    reason: text(data.reason),
    code: text(data.code) ?? '',
    cases: data.cases.slice(0, MOST_CASES).flatMap(readCase)
  };
}

function readCase(data: unknown): Case[] {
  if (!isRecord(data) || typeof data.passed !== 'boolean') {
    return [];
  }
  const { error, difference } = data;
  return [
    {
      title: text(data.title) ?? '',
      passed: data.passed,
      expected: text(data.expected),
      came: text(data.came),
      difference: isRecord(difference)
        ? {
            kind:
              difference.kind === 'type' || difference.kind === 'shape' ? difference.kind : 'value',
            index: text(difference.index),
            expected: text(difference.expected) ?? '',
            came: text(difference.came) ?? '',
            differing: number(difference.differing),
            size: number(difference.size),
            max_error: text(difference.max_error)
          }
        : null,
      error: isRecord(error)
        ? {
            kind: text(error.kind) ?? '',
            message: text(error.message) ?? '',
            line: number(error.line),
            text: text(error.text)
          }
        : null
    }
  ];
}

/** The result in one sentence: `Not yet right: 3 of 6 checks pass`. */
export function verdict(check: Check, trans: TranslationBundle): string {
  const passed = check.cases.filter(one => one.passed).length;
  const total = check.cases.length;
  switch (check.state) {
    case 'untouched':
      return trans.__('Not tried yet: the code is still as handed out');
    case 'wrong':
      return trans.__('Not yet right: %1 of %2 checks pass', passed, total);
    case 'right':
      return trans._n('Right: the check passes', 'Right: all %1 checks pass', total);
    case 'unchecked':
      return trans.__('This machine can’t check it: %1', check.reason ?? '');
  }
}

/** Where what came first leaves what was expected, in words. */
export function differenceWords(difference: Difference, trans: TranslationBundle): string | null {
  const { kind, index, expected, came, differing, size, max_error } = difference;
  switch (kind) {
    case 'type':
      return trans.__('The type should be %1 and is %2.', expected, came);
    case 'shape':
      return trans.__('The shape should be %1 and is %2.', expected, came);
    case 'value':
      return index === null
        ? null
        : trans.__(
            'First difference at %1: expected %2, came %3. %4 of %5 values differ, by %6 at most.',
            index,
            expected,
            came,
            differing ?? 1,
            size ?? 1,
            max_error ?? '?'
          );
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value.slice(0, LONGEST) : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
