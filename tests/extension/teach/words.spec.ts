import { nullTranslator } from '@jupyterlab/translation';
import { jobWords, scoreWord } from '../../../extension/src/teach/words';
import { job, submission } from './fixtures';

const trans = nullTranslator.load('underhood');

describe('the words', () => {
  it.each([
    [job({ remaining: null }), 'Grading starts…'],
    [job(), '22 of 28 · 2 to look at · 60 a minute'],
    [job({ step: 'collect' }), 'Collecting…'],
    [job({ state: 'failed', message: 'there is no exchange' }), 'there is no exchange'],
    [job({ state: 'done', counts: { graded: 0, unchanged: 3 } }), 'Nothing new to grade.'],
    [job({ state: 'done', step: 'release', counts: { again: 1 } }), 'Released again.'],
    [
      job({ state: 'done', step: 'feedback', counts: { released: 2 }, problems: { s03: 'no' } }),
      'Feedback released to 2; 1 have none.'
    ]
  ])('of a step %#', (given, words) => {
    expect(jobWords(given, trans)).toBe(words);
  });

  it('of a score', () => {
    expect(scoreWord(submission('s01', { score: 7.5 }))).toBe('7.5/10');
    expect(scoreWord(submission('s01', { score: null }))).toBe('–');
  });
});
