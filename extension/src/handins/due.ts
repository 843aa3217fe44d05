import type { TranslationBundle } from '@jupyterlab/translation';
import type { HandinState } from '../generated/handins';
import { formatTime } from '../state';

/** When a hand-in is due, as shown. */
export interface IDueLine {
  text: string;
  /** The moment itself, extensions and what being late costs. */
  hint: string;
  /** `near` from the day before. */
  urgency: 'none' | 'near' | 'past';
}

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * `due in 3 days`, counted in days of the reader's own calendar; null where nothing is due.
 *
 * @param now - milliseconds since 1970.
 */
export function describeDue(
  state: HandinState,
  now: number,
  trans: TranslationBundle
): IDueLine | null {
  const due = state.due === null ? NaN : Date.parse(state.due);
  if (Number.isNaN(due)) {
    return null;
  }
  const last = due + state.grace_minutes * MINUTE;
  const text =
    now > last
      ? trans.__('was due %1', dayWords(due, now, trans))
      : now > due
        ? trans.__('due now, not late until %1', clock(last))
        : trans.__('due %1', dayWords(due, now, trans));
  const urgency = now > last ? 'past' : due - now < DAY ? 'near' : 'none';
  return { text, hint: hintOf(state, due, trans), urgency };
}

/** Whether handing in now would be late, and how many days have begun since; 0 in time. */
export function daysLate(state: HandinState, now: number): number {
  const due = state.due === null ? NaN : Date.parse(state.due);
  const after = now - due - state.grace_minutes * MINUTE;
  return after > 0 ? Math.ceil(after / DAY) : 0;
}

/** What being so many days late costs, such as `20 %`; null where it costs nothing. */
export function penaltyWord(state: HandinState, days: number): string | null {
  const share = state.penalty ? Math.min(state.penalty.at_most, days * state.penalty.per_day) : 0;
  return share > 0 ? `${Math.round(share * 100)} %` : null;
}

function dayWords(due: number, now: number, trans: TranslationBundle): string {
  const days = Math.round((startOfDay(due) - startOfDay(now)) / DAY); // 23 or 25 hours are a day too
  switch (days) {
    case 0:
      return trans.__('today, %1', clock(due));
    case 1:
      return trans.__('tomorrow, %1', clock(due));
    case -1:
      return trans.__('yesterday, %1', clock(due));
    default:
      return days > 0
        ? trans._n('in %1 day', 'in %1 days', days)
        : trans._n('%1 day ago', '%1 days ago', -days);
  }
}

function hintOf(state: HandinState, due: number, trans: TranslationBundle): string {
  const lines = [trans.__('Due %1, in your time zone', formatTime(new Date(due).toISOString()))];
  if (state.due_for_all !== null) {
    lines.push(
      trans.__('You have more time: for the others it is %1', formatTime(state.due_for_all))
    );
  }
  if (state.grace_minutes > 0) {
    lines.push(
      trans._n(
        'Not late within %1 minute after it',
        'Not late within %1 minutes after it',
        state.grace_minutes
      )
    );
  }
  const perDay = penaltyWord(state, 1);
  if (perDay !== null) {
    lines.push(trans.__('Each day begun after that costs %1', perDay));
  }
  if (state.attempts === 'best') {
    lines.push(trans.__('Of several submissions the best counts'));
  }
  return lines.join('\n');
}

function startOfDay(time: number): number {
  return new Date(time).setHours(0, 0, 0, 0);
}

function clock(time: number): string {
  return new Date(time).toLocaleTimeString(undefined, { timeStyle: 'short' });
}
