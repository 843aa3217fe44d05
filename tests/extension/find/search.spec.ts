import { findRanges, searchWords } from '../../../extension/src/find/search';

it('splits a search into words without case, accents and repeats', () => {
  expect(searchWords('  Mémoire GPU gpu ')).toEqual(['memoire', 'gpu']);
  expect(searchWords('   ')).toEqual([]);
});

it('finds words where they stand in the text as written', () => {
  const decomposed = 'Cafe\u0301 noir';
  const [range] = findRanges(decomposed, ['cafe']);
  expect(decomposed.slice(range.start, range.end)).toBe('Cafe\u0301');
  expect(findRanges('ﬁlter 𝄞 filter', ['filter'])).toEqual([
    { start: 0, end: 5 },
    { start: 9, end: 15 }
  ]);
});

it('joins ranges that overlap', () => {
  expect(findRanges('overlap', ['over', 'verla'])).toEqual([{ start: 0, end: 6 }]);
});
