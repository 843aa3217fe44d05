import type { TranslationBundle } from '@jupyterlab/translation';
import type { HandinDesk, Job, Step, SubmissionDesk, Weekday } from '../generated/teaching';
import { formatPoints } from '../state';
import type { Shape } from '../state';

/** The state of a submission for the eye and in a word. */
export function markSubmission(
  state: SubmissionDesk['state'],
  trans: TranslationBundle
): { shape: Shape; word: string } {
  switch (state) {
    case 'missing':
      return { shape: 'not-released', word: trans.__('not handed in') };
    case 'submitted':
      return { shape: 'handed-in', word: trans.__('handed in') };
    case 'collected':
      return { shape: 'fetched', word: trans.__('collected') };
    case 'graded':
      return { shape: 'graded', word: trans.__('graded') };
    case 'failed':
      return { shape: 'unopened', word: trans.__('to look at') };
    case 'feedback-released':
      return { shape: 'done', word: trans.__('returned') };
  }
}

/** `8/10`; a dash where there is no score. */
export function scoreWord({ score, max_score }: SubmissionDesk): string {
  return score === null ? '–' : `${formatPoints(score)}/${formatPoints(max_score)}`;
}

/** How many handed in, of how many, and how many a person has to look at. */
export function countSubmissions(handin: HandinDesk): { in: number; of: number; failed: number } {
  return {
    in: handin.submissions.filter(({ state }) => state !== 'missing').length,
    of: handin.submissions.length,
    failed: handin.submissions.filter(({ state }) => state === 'failed').length
  };
}

/** What a step does, as the word on its button. */
export function stepWord(step: Step, trans: TranslationBundle): string {
  switch (step) {
    case 'release':
      return trans.__('Release');
    case 'collect':
      return trans.__('Collect');
    case 'grade':
      return trans.__('Grade');
    case 'feedback':
      return trans.__('Feedback');
    case 'board':
      return trans.__('Board');
    case 'publish-board':
      return trans.__('Publish');
  }
}

/** Where a step stands, in a sentence. */
export function jobWords(job: Job, trans: TranslationBundle): string {
  switch (job.state) {
    case 'running':
      return runningWords(job, trans);
    case 'cancelled':
      return trans.__('Cancelled; what was graded is kept, and the next run does the rest.');
    case 'failed':
      return job.message ?? trans.__('It could not be done.');
    case 'done':
      return doneWords(job, trans);
  }
}

function runningWords(job: Job, trans: TranslationBundle): string {
  if (job.step === 'release') {
    return trans.__('Releasing…');
  }
  if (job.step === 'collect') {
    return trans.__('Collecting…');
  }
  if (job.step === 'board') {
    return trans.__('Reading who asked to be shown…');
  }
  if (job.step === 'publish-board') {
    return trans.__('Publishing…');
  }
  if (job.remaining === null) {
    return job.step === 'grade' ? trans.__('Grading starts…') : trans.__('Making feedback…');
  }
  const total = job.done + job.remaining;
  const facts = [trans.__('%1 of %2', job.done, total)];
  if (job.failed > 0) {
    facts.push(trans._n('%1 to look at', '%1 to look at', job.failed));
  }
  if (job.per_minute !== null && job.step === 'grade') {
    facts.push(trans.__('%1 a minute', Math.round(job.per_minute)));
  }
  return facts.join(' · ');
}

function doneWords({ step, counts, problems }: Job, trans: TranslationBundle): string {
  const skipped = Object.keys(problems).length;
  const count = (name: string) => counts[name] ?? 0;
  switch (step) {
    case 'release':
      return count('again') > 0 ? trans.__('Released again.') : trans.__('Released.');
    case 'collect': {
      const fresh = count('new') + count('updated');
      return skipped > 0
        ? trans.__('%1 new, %2 could not be collected.', fresh, skipped)
        : trans._n('%1 new submission.', '%1 new submissions.', fresh);
    }
    case 'grade':
      return count('failed') > 0
        ? trans.__('%1 graded, %2 to look at.', count('graded'), count('failed'))
        : count('graded') === 0
          ? trans.__('Nothing new to grade.')
          : trans.__('%1 graded.', count('graded'));
    case 'feedback':
      return skipped > 0
        ? trans.__('Feedback released to %1; %2 have none.', count('released'), skipped)
        : trans.__('Feedback released to %1.', count('released'));
    case 'board':
      return count('shown') > 0
        ? trans._n(
            '%1 name on the board, as it would be published:',
            '%1 names on the board, as it would be published:',
            count('shown')
          )
        : trans.__('Nobody is on the board: who asks for it hands in a nickname.');
    case 'publish-board':
      return trans._n(
        'The board is published, with %1 name:',
        'The board is published, with %1 names:',
        count('shown')
      );
  }
}

/** The short name of a day of the week. */
export function weekdayWord(day: Weekday): string {
  const monday = 4; // 4 January 2021 was one
  const index = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'].indexOf(day);
  return new Date(2021, 0, monday + index).toLocaleDateString(undefined, { weekday: 'short' });
}

/** `Thu 26 Nov` in the reader's own form; the day is a day, in whatever time zone. */
export function formatDay(iso: string): string {
  return new Date(`${iso}T12:00:00`).toLocaleDateString(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short'
  });
}

/** `Thu 26 Nov, 13:00` in the reader's own form and time zone. */
export function formatDue(iso: string): string {
  return new Date(iso).toLocaleString(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit'
  });
}
