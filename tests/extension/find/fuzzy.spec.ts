import {
  FIT,
  fitExactly,
  isTypoOf,
  letterRanges,
  placeLetters
} from '../../../extension/src/find/fuzzy';

describe('fitExactly', () => {
  it.each([
    ['gpu', 'the gpu at work', FIT.whole],
    ['gpu', 'introduction to gpus', FIT.start],
    ['cupan', 'occupancy', FIT.inside],
    ['gpu', 'subgpu and gpu', FIT.whole],
    ['u', 'occupancy', FIT.none],
    ['o', 'occupancy', FIT.start],
    ['été', 'un été', FIT.whole],
    ['gpu', 'cpu', FIT.none]
  ])('%s in %s', (word, text, fit) => {
    expect(fitExactly(word, text)).toBe(fit);
  });
});

describe('isTypoOf', () => {
  it.each([
    ['occupency', 'occupancy', true],
    ['ocupancy', 'occupancy', true],
    ['occcupancy', 'occupancy', true],
    ['occupnacy', 'occupancy', true],
    ['occpu', 'occupancy', true], // not finished yet
    ['threds', 'threads', true],
    ['thraeds', 'threads', true],
    ['thrds', 'threads', false], // two slips in a short word
    ['ccupancy', 'occupancy', false], // the first letter must be right
    ['gpo', 'gpu', false], // too short to guess
    ['concurrency', 'con', false]
  ])('%s for %s', (typed, word, expected) => {
    expect(isTypoOf(typed, word)).toBe(expected);
  });
});

describe('letters', () => {
  it.each([
    ['occdiv', 'occupancy and divergence', true],
    ['wrkgrp', 'work groups', true],
    ['oad', 'occupancy and divergence', true],
    ['wg', 'work groups', true],
    ['pncy', 'occupancy', false], // begins no word
    ['wgpu', 'work groups', false],
    ['zebra', 'memory hierarchies and gpus', false],
    ['ots', 'occupancy at rest', false]
  ])('%s in %s', (word, text, expected) => {
    expect(placeLetters(word, text) !== null).toBe(expected);
  });

  it('are marked where they stand as written', () => {
    expect(letterRanges('Óccupancy, Divergence', 'occdiv')).toEqual([
      { start: 0, end: 3 },
      { start: 11, end: 14 }
    ]);
  });

  it('give up soon on a title that is made to be slow', () => {
    const before = Date.now();
    placeLetters('aaaaaaaaaaaaaaaaaaaaaaaab', 'a '.repeat(2000));
    expect(Date.now() - before).toBeLessThan(500);
  });
});
