import { filterCourse } from '../../../extension/src/filter';
import type { IChoice, ILook } from '../../../extension/src/filter';
import { LevelChanges } from '../../../extension/src/find/knownLevel';
import { hitsOf } from '../../../extension/src/find/textHits';
import {
  newAbove,
  NO_FILTER,
  restoreFilter,
  stageOf
} from '../../../extension/src/find/viewFilter';
import { catalog, handin, page, progress } from '../fixtures';

const ALL: IChoice = { level: 4, specializations: ['deep-learning'], additionalReading: true };

function show(look: Partial<ILook>, choice: Partial<IChoice> = {}, search = '') {
  const { modules, hidden } = filterCourse(catalog(), { ...ALL, ...choice }, search, () => false, {
    stageOf: one => stageOf(one, progress(), one.handin ? handin() : undefined),
    ...look
  });
  return { ids: modules.flatMap(({ pages }) => pages.map(one => one.page.id)), hidden };
}

const counts = ({ hidden }: ReturnType<typeof show>) =>
  hidden.map(({ reason, pages, stage }) => [reason, pages, stage]);

describe('stages', () => {
  it('are one for each page', () => {
    const stage = (id: string, state?: Parameters<typeof handin>[0]) =>
      stageOf(page(id, id), progress(), state && handin(state));
    expect(stage('m1/new')).toBe('not-started');
    expect(stage('m1/gpus')).toBe('started');
    expect(stage('m1/memory')).toBe('done');
    expect(stage('m1/gpus', { state: 'fetched' })).toBe('to-hand-in');
    expect(stage('m1/new', { state: 'released' })).toBe('to-hand-in');
    expect(stage('m1/new', { state: 'not-released' })).toBe('not-started');
    expect(stage('m1/new', { state: 'graded' })).toBe('done');
  });

  it('hide the pages of the others, which are counted', () => {
    const shown = show({ view: { ...NO_FILTER, stages: ['started', 'to-hand-in'] } });
    expect(shown.ids).toEqual(['m1/gpus', 'm1/convolution']);
    expect(counts(shown)).toEqual([
      ['specializations', 0, undefined],
      ['stages', 4, undefined]
    ]);
    const rest = show({ view: { ...NO_FILTER, stages: ['not-started', 'started', 'to-hand-in'] } });
    expect(counts(rest).at(-1)).toEqual(['stages', 1, 'done']);
    expect(rest.hidden.at(-1)?.view).toEqual({ stages: [] });
  });
});

describe('kinds', () => {
  it('hide the others, and count only what the stages show', () => {
    const shown = show({
      view: { ...NO_FILTER, stages: ['to-hand-in', 'done'], kinds: ['handin'] }
    });
    expect(shown.ids).toEqual(['m1/convolution']);
    expect(counts(shown).slice(-1)).toEqual([['kinds', 1, undefined]]);
  });

  it('are no reason to count a level’s pages that they hide', () => {
    const { hidden } = show({ view: { ...NO_FILTER, kinds: ['page'] } }, { level: 3 });
    expect(hidden.some(({ reason }) => reason === 'level')).toBe(false);
  });
});

describe('what is new', () => {
  const onlyNew = { ...NO_FILTER, onlyNew: true };

  it('is a page above the known level, or with a section above it', () => {
    expect(show({ view: onlyNew, newAbove: 1 }, { level: 3 }).ids).toEqual([
      'm1/gpus',
      'm1/fusing'
    ]);
    const above2 = show({ view: onlyNew, newAbove: 2 }, { level: 3 });
    expect(above2.ids).toEqual(['m1/gpus', 'm1/fusing']); // Occupancy is at level 3
    expect(counts(above2).at(-1)?.[0]).toBe('known');
    expect(show({ view: onlyNew, newAbove: 2 }, { level: 2 }).ids).toEqual([]);
  });

  it('is everything where no level is known', () => {
    expect(show({ view: onlyNew, newAbove: null }).ids).toEqual(show({}).ids);
    expect(newAbove(progress())).toBeNull();
    expect(newAbove(progress({ level: 3, known_level: 2 }))).toBe(2);
    expect(newAbove(progress({ level: 2, known_level: 2 }))).toBeNull();
  });

  it('counts from the level before the whole change', () => {
    const levels = new LevelChanges();
    expect(levels.choose(3, progress({ level: 1 }), 0)).toEqual({ level: 3, known_level: 1 });
    // The arrow keys pass each level on the way.
    expect(levels.choose(4, progress({ level: 3 }), 500)).toEqual({ level: 4, known_level: 1 });
    expect(levels.choose(4, progress({ level: 3 }), 500_000)).toEqual({ level: 4, known_level: 3 });
    expect(levels.choose(2, progress({ level: 3 }), 600_000)).toEqual({ level: 2 });
    const fresh = progress({ level: 1, pages: {} });
    expect(new LevelChanges().choose(3, fresh, 0)).toEqual({ level: 3 });
  });
});

describe('what stands in the texts', () => {
  const texts = hitsOf({
    query: 'warp',
    complete: true,
    pages: [
      {
        id: 'm1/gpus',
        hits: [
          { section: 1, text: 'a warp diverges' },
          { section: null, text: 'first, a warp' }
        ]
      },
      { id: 'm1/fusing', hits: [{ section: null, text: 'one warp each' }] },
      { id: 'm1/gone', hits: [{ section: null, text: 'a warp' }] }
    ]
  });

  it('is found in sections that are shown, and counted in the others', () => {
    const { modules } = filterCourse(catalog(), ALL, 'warp', () => false, { texts });
    const [gpus, fusing] = modules[0].pages;
    expect(gpus.excerpt).toBe('first, a warp');
    expect(gpus.found.map(({ index, excerpt }) => [index, excerpt])).toEqual([
      [1, 'a warp diverges']
    ]);
    expect(fusing.excerpt).toBe('one warp each');
    const low = show({ texts }, { level: 2, specializations: [] }, 'warp');
    expect(low.ids).toEqual(['m1/gpus']);
    expect(low.hidden.map(({ reason, pages, sections }) => [reason, pages, sections])).toEqual([
      ['level', 0, 1]
    ]);
  });

  it('comes after titles', () => {
    const one = hitsOf({
      query: 'threads',
      complete: true,
      pages: [{ id: 'm1/memory', hits: [{ section: null, text: 'many threads' }] }]
    });
    expect(show({ texts: one }, {}, 'threads').ids).toEqual(['m2/threads', 'm1/memory']);
  });
});

describe('loose fits', () => {
  it('forgive slips and take letters, but only where nothing fits as it is', () => {
    expect(show({}, {}, 'ocupancy').ids).toEqual(['m1/gpus']);
    expect(show({}, {}, 'occdiv').ids).toEqual(['m1/gpus']);
    expect(show({}, {}, 'thraeds').ids).toEqual(['m2/threads']);
    expect(show({}, {}, 'memory').ids[0]).toBe('m1/memory');
    expect(show({}, {}, 'qqq').ids).toEqual([]);
  });

  it('say what to mark', () => {
    const words = (search: string) => filterCourse(catalog(), ALL, search, () => false).words;
    expect(words('ocupancy').terms).toContain('occupancy');
    expect(words('occdiv').letters).toEqual(['occdiv']);
    expect(words('memory')).toEqual({ terms: ['memory'], letters: [] });
  });
});

it('takes from an earlier session only what it knows', () => {
  expect(restoreFilter({ stages: ['done', 'flying'], kinds: 'quiz', onlyNew: true })).toEqual({
    stages: ['done'],
    kinds: [],
    onlyNew: true
  });
  expect(restoreFilter(null)).toEqual(NO_FILTER);
});
