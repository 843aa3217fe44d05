import { nullTranslator } from '@jupyterlab/translation';
import type { IChoice } from '../../../extension/src/filter';
import type { Machine } from '../../../extension/src/generated/machine';
import type { Progress } from '../../../extension/src/generated/progress';
import { lookAt } from '../../../extension/src/reading/headings';
import { lessonLink, readLesson, withoutLesson } from '../../../extension/src/reading/link';
import { lackingGpu, missingPrerequisites } from '../../../extension/src/reading/needs';
import { neighbours, placeToContinue } from '../../../extension/src/reading/order';
import {
  courseTime,
  courseTimeWord,
  durationWord,
  minutesLeft,
  pageMinutes
} from '../../../extension/src/reading/time';
import { isPageDone, markPage } from '../../../extension/src/state';
import { catalog, page, progress } from '../fixtures';

const trans = nullTranslator.load('underhood');
const course = catalog();
const gpus = course.modules[0].pages[1];
const at = (level: IChoice['level'], facts: Partial<IChoice> = {}): IChoice => ({
  level,
  specializations: [],
  additionalReading: false,
  ...facts
});
const by = (state: Progress) => (one: { id: string }) => state.pages[one.id]?.state === 'done';

describe('next and previous', () => {
  const ids = (id: string, choice: IChoice) => {
    const { previous, next } = neighbours(course, choice, id);
    return [previous?.id, next?.id];
  };

  it('go through what the choice shows, across modules', () => {
    expect(ids('m1/memory', at(1))).toEqual([undefined, 'm2/threads']);
    expect(ids('m1/gpus', at(2))).toEqual(['m1/memory', 'm2/threads']);
    expect(ids('m1/gpus', at(3, { specializations: ['deep-learning'] }))).toEqual([
      'm1/memory',
      'm1/fusing'
    ]);
    expect(ids('m1/gpus', at(2, { additionalReading: true }))[1]).toBe('m1/reading');
    expect(ids('m2/threads', at(4))).toEqual(['m1/convolution', undefined]);
  });

  it('begin from a page that is not shown itself, and from none at nowhere', () => {
    expect(ids('m1/fusing', at(1))).toEqual(['m1/memory', 'm2/threads']);
    expect(ids('m9/nowhere', at(1))).toEqual([undefined, undefined]);
  });
});

describe('continue', () => {
  const place = (facts: Partial<Progress>, choice = at(2)) => {
    const state = progress(facts);
    const found = placeToContinue(course, choice, state, by(state));
    return found && [found.kind, found.page.id, found.heading];
  };
  const started = { state: 'started' as const };
  const done = { state: 'done' as const };

  it('goes to the heading of the page opened last', () => {
    const pages = { 'm1/gpus': { ...started, heading: 'Work groups' } };
    expect(place({ pages })).toEqual(['continue', 'm1/gpus', 'Work groups']);
    expect(place({ pages }, at(1))).toEqual(['continue', 'm1/gpus', 'Work groups']);
  });

  it('starts at the first page', () => {
    expect(place({ pages: {}, last_page: null })).toEqual(['start', 'm1/memory', null]);
    expect(place({ pages: {}, last_page: 'm9/gone' })).toEqual(['start', 'm1/memory', null]);
  });

  it('goes to the next page that is not done, then to those left out before', () => {
    expect(place({ pages: { 'm1/gpus': done } })).toEqual(['next', 'm2/threads', null]);
    expect(place({ pages: { 'm1/gpus': done, 'm2/threads': done } })).toEqual([
      'next',
      'm1/memory',
      null
    ]);
    expect(place({ pages: { 'm1/memory': done, 'm1/gpus': done, 'm2/threads': done } })).toBeNull();
  });
});

describe('time', () => {
  it('counts what the choice shows', () => {
    expect(pageMinutes(gpus, at(2))).toBe(13);
    expect(pageMinutes(gpus, at(3))).toBe(19);
    expect(pageMinutes(gpus, at(3, { additionalReading: true }))).toBe(21);
  });

  it('counts a page that was begun from its heading on', () => {
    expect(minutesLeft(gpus, at(3), null)).toBe(19);
    expect(minutesLeft(gpus, at(3), 'Work groups')).toBe(11);
    expect(minutesLeft(gpus, at(3), 'Occupancy and divergence')).toBe(6);
    expect(minutesLeft(gpus, at(2), 'More on caches')).toBe(1);
    expect(minutesLeft(gpus, at(3), 'A heading of an older version')).toBe(19);
  });

  it('adds up to the course', () => {
    const state = progress({
      pages: {
        'm1/memory': { state: 'done' },
        'm1/gpus': { state: 'started', heading: 'Work groups' }
      }
    });
    expect(courseTime(course, at(3), state, by(state))).toEqual({
      total: 35,
      left: 19,
      done: 1,
      pages: 3
    });
  });

  it('says it in words', () => {
    expect([0.2, 59, 60, 80, 600, 640].map(minutes => durationWord(minutes, trans))).toEqual([
      '1 min',
      '59 min',
      '1 h',
      '1 h 20 min',
      '10 h',
      '11 h'
    ]);
    const time = { total: 180, left: 40, done: 3, pages: 9 };
    expect(courseTimeWord(time, at(2), null, trans)).toBe('about 3 h at level 2, 40 min left');
    expect(courseTimeWord(time, at(2), 15, trans)).toBe(
      'about 3 h at level 2, 40 min left: 3 days of 15 min'
    );
    expect(courseTimeWord({ ...time, done: 9, left: 0 }, at(2), 15, trans)).toBe(
      'about 3 h at level 2, all done'
    );
  });
});

describe('needs', () => {
  const machine = (facts: Partial<Machine>): Machine => ({
    adapters: [],
    cuda: null,
    problem: null,
    ...facts
  });
  const cuda = page('m1/a', 'A', { gpu: 'cuda' });
  const any = page('m1/a', 'A', { gpu: 'any' });

  it('are compared with what the machine has, once that is known', () => {
    expect(lackingGpu(cuda, null)).toBeNull();
    expect(lackingGpu(cuda, machine({}))).toBe('cuda');
    expect(lackingGpu(cuda, machine({ cuda: 'NVIDIA H200' }))).toBeNull();
    expect(lackingGpu(any, machine({}))).toBe('any');
    const llvmpipe = { name: 'llvmpipe', kind: 'software' as const, backend: 'Vulkan' };
    expect(lackingGpu(any, machine({ adapters: [llvmpipe] }))).toBeNull();
    expect(lackingGpu(page('m1/a', 'A'), machine({}))).toBeNull();
  });

  it('name the pages to read first that are not done and exist', () => {
    const one = page('m1/x', 'X', { requires: ['m2/threads', 'm1/memory', 'm9/gone'] });
    expect(missingPrerequisites(one, course, by(progress())).map(({ id }) => id)).toEqual([
      'm2/threads'
    ]);
  });
});

describe('links', () => {
  it('are read in both forms, whatever they say', () => {
    expect(readLesson('?lesson=m1/introduction-to-gpus')).toEqual({
      id: 'm1/introduction-to-gpus'
    });
    expect(readLesson('?a=1&lesson=m1%2Fgpus%23Work%20groups')).toEqual({
      id: 'm1/gpus',
      heading: 'Work groups'
    });
    expect(readLesson('?lesson=m1/gpus&heading=C%23+and+F%23')).toEqual({
      id: 'm1/gpus',
      heading: 'C# and F#'
    });
    expect(readLesson('?lesson=')).toBeNull();
    expect(readLesson('?other=1')).toBeNull();
    expect(readLesson('?lesson=%E0%A4%A<script>')?.id).toContain('<script>');
  });

  it('leave the address as it was without them', () => {
    expect(withoutLesson('/lab/workspaces/mine', '?lesson=m1/a&heading=B&clone', '#x')).toBe(
      '/lab/workspaces/mine?clone=#x'
    );
    expect(withoutLesson('/lab', '?lesson=m1/a', '')).toBe('/lab');
  });

  it('are made for everybody and read back', () => {
    const lesson = { id: 'm1/gpus', heading: 'What, 50 % & more?' };
    const link = lessonLink('http://localhost:8888/base/', '/lab', undefined, lesson);
    expect(link).toMatch(/^http:\/\/localhost:8888\/base\/lab\?lesson=m1\/gpus&heading=/);
    expect(readLesson(new URL(link).search)).toEqual(lesson);
    expect(lessonLink('https://hub.org/user/ada/', '/lab', '/hub/', { id: 'm1/gpus' })).toBe(
      'https://hub.org/hub/user-redirect/lab?lesson=m1/gpus'
    );
  });
});

describe('where one reads', () => {
  const view = { top: 0, bottom: 100, height: 100 } as DOMRect;
  const titles = ['Work groups', 'Occupancy and divergence', 'Use of `vec4`'];

  /** A cell from one height to another, with headings drawn at theirs. */
  function cell(top: number, bottom: number, markdown = '', drawn: [string, number][] = []) {
    const node = document.createElement('div');
    document.body.append(node);
    node.getBoundingClientRect = () => ({ top, bottom, height: bottom - top }) as DOMRect;
    for (const [id, height] of drawn) {
      const heading = document.createElement('h2');
      heading.setAttribute('data-jupyter-id', id);
      heading.getBoundingClientRect = () => ({ top: height }) as DOMRect;
      node.append(heading);
    }
    return { node, markdown };
  }

  afterEach(() => document.body.replaceChildren());

  it('is the last heading above the reading line, in this cell or one before', () => {
    const cells = [
      cell(-500, -300, '## Work groups\ntext\n```\n## Occupancy and divergence\n```'),
      cell(-300, 20, 'text'),
      cell(20, 300, '', [['Occupancy-and-divergence', 60]])
    ];
    expect(lookAt(view, false, cells, titles).heading).toBe('Work groups');
    expect(lookAt(view, true, cells, titles).heading).toBe('Occupancy and divergence');
    expect(lookAt(view, false, cells.slice(1), titles).heading).toBeNull();
  });

  it('is a heading that the course knows, marks and all', () => {
    const cells = [
      cell(-10, 20, '', [
        ['Use-of-vec4', -5],
        ['My-own-heading', 5]
      ])
    ];
    expect(lookAt(view, false, cells, titles).heading).toBe('Use of `vec4`');
  });

  it('counts the ends of cells on the screen, and leaves out what is folded', () => {
    const cells = [cell(-50, 10), cell(10, 10), cell(10, 100), cell(100, 300)];
    const { ends, takesRoom } = lookAt(view, false, cells, titles);
    expect(ends).toEqual([0, 2]);
    expect(takesRoom).toEqual([true, false, true, true]);
  });
});

describe('states', () => {
  const tiles = { name: 'tiles', title: 'Tiles', level: 2 as const, hints: [] };
  const hard = { ...tiles, name: 'hard', level: 4 as const };
  const one = page('m1/a', 'A', { exercises: [tiles, hard] });
  const mark = (entry: Progress['pages'][string], facts: Partial<Progress> = {}) =>
    markPage(one, progress({ pages: { 'm1/a': entry }, ...facts }), undefined, trans);

  it('tell read from done by the exercises that the level shows', () => {
    const solved = { tiles: { state: 'solved' as const, tries: 1 } };
    expect(mark({ state: 'started', read: true })).toEqual({ shape: 'read', word: 'read' });
    expect(mark({ state: 'started', read: true, exercises: solved }).word).toBe('done');
    expect(mark({ state: 'started', read: true, exercises: solved }, { level: 4 }).word).toBe(
      'read'
    );
    expect(mark({ state: 'started', exercises: solved }).word).toBe('started');
    expect(mark({ state: 'done' }).word).toBe('done');
    const plain = page('m1/a', 'A');
    const read = progress({ pages: { 'm1/a': { state: 'started', read: true } } });
    expect(isPageDone(plain, read, undefined)).toBe(true);
  });
});
