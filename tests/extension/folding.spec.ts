import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { nullTranslator } from '@jupyterlab/translation';
import type { IChoice } from '../../extension/src/filter';
import type { Catalog, Page, Section } from '../../extension/src/generated/catalog';
import { readCells } from '../../extension/src/folding/cells';
import type { ICellFacts, ICellText, IDemand } from '../../extension/src/folding/cells';
import { describeFold } from '../../extension/src/folding/describe';
import { FoldMemory } from '../../extension/src/folding/memory';
import { planFolds } from '../../extension/src/folding/plan';
import type { IFold } from '../../extension/src/folding/plan';
import { countCodeLines, countWords, splitLines } from '../../extension/src/folding/words';

const SPECIALIZATIONS = ['deep-learning', 'computer-graphics'];
const PAGE: IDemand = { level: 1, specializations: [], additionalReading: false };
const COURSE = resolve(__dirname, '../../course');

let ids = 0;

function text(source: string, ...tags: string[]): ICellText {
  return { id: `c${ids++}`, type: 'markdown', source, tags };
}

function code(source: string, ...tags: string[]): ICellText {
  return { id: `c${ids++}`, type: 'code', source, tags };
}

function plan(cells: ICellText[], choice: Partial<IChoice> = {}, page = PAGE): IFold[] {
  return planFolds(readCells(cells, page, SPECIALIZATIONS), page, {
    level: 1,
    specializations: [],
    additionalReading: false,
    ...choice
  });
}

/** Start, end and title of each fold. */
function shape(folds: IFold[]): [number, number, string | null][] {
  return folds.map(({ start, end, title }) => [start, end, title]);
}

describe('a plan of folds', () => {
  const page = () => [
    text('# Title'),
    text('## Work groups'),
    code('1'),
    text('## Occupancy', 'level-3'),
    code('2'),
    text('### Registers'),
    code('3', 'for-deep-learning', 'level-4'),
    text('## Next')
  ];

  it('folds a section with its parts into one line', () => {
    expect(plan(page(), { level: 2 })).toEqual([
      expect.objectContaining({
        start: 3,
        end: 7,
        title: 'Occupancy',
        isSection: true,
        level: 3,
        specializations: [],
        additionalReading: false
      })
    ]);
  });

  it('shows all at its level, but what is for others', () => {
    const [fold, ...others] = plan(page(), { level: 3 });
    expect(others).toEqual([]);
    expect(fold).toMatchObject({ start: 6, end: 7, title: 'Registers', isSection: false });
    expect(fold).toMatchObject({ level: 4, specializations: ['deep-learning'] });
    expect(plan(page(), { level: 4 })[0]).toMatchObject({ level: null });
    expect(plan(page(), { level: 4, specializations: ['deep-learning'] })).toEqual([]);
  });

  it('folds sections beside each other apart', () => {
    const cells = [text('## A', 'level-2'), text('a'), text('## B', 'level-2'), text('## C')];
    expect(shape(plan(cells))).toEqual([
      [0, 2, 'A'],
      [2, 3, 'B']
    ]);
  });

  it('folds neighbouring cells of a shown section together, and names all their reasons', () => {
    const cells = [
      text('## A'),
      code('1', 'level-2'),
      code('2', 'level-4', 'additional-reading'),
      text('between'),
      code('3', 'for-computer-graphics')
    ];
    const folds = plan(cells);
    expect(shape(folds)).toEqual([
      [1, 3, 'A'],
      [4, 5, 'A']
    ]);
    expect(folds[0]).toMatchObject({ level: 4, additionalReading: true, isSection: false });
  });

  it('keeps cells at the end of a section apart from the hidden section after it', () => {
    const cells = [text('## A'), code('1', 'level-2'), text('## B', 'level-2'), code('2')];
    expect(shape(plan(cells))).toEqual([
      [1, 2, 'A'],
      [2, 4, 'B']
    ]);
  });

  it('shows a part that is for the student inside a section that is for others', () => {
    const cells = [
      text('## Graphics', 'for-computer-graphics'),
      text('### Layers', 'for-deep-learning'),
      code('1'),
      text('### Shading')
    ];
    expect(shape(plan(cells, { specializations: ['deep-learning'] }))).toEqual([
      [0, 1, 'Graphics'],
      [3, 4, 'Shading']
    ]);
  });

  it('takes a page’s own level and specializations as agreed', () => {
    const own: IDemand = {
      level: 3,
      specializations: ['deep-learning'],
      additionalReading: true
    };
    const cells = [text('# T'), text('## A', 'additional-reading'), text('## B', 'level-4')];
    expect(shape(plan(cells, {}, own))).toEqual([[2, 3, 'B']]);
  });

  it('folds cells before the first heading, and a title that is tagged', () => {
    expect(shape(plan([text('# T', 'level-2'), code('1', 'level-3'), text('## A')]))).toEqual([
      [0, 2, null]
    ]);
  });

  it('ignores tags that are none of the course, and what is no list', () => {
    const odd = { ...text('hidden?'), tags: 'level-4' };
    expect(plan([odd, text('a', 'level-5', 'for-nobody', 'level-', 'box')])).toEqual([]);
  });
});

describe('words', () => {
  const trans = nullTranslator.load('underhood');
  const specializations = [{ id: 'computer-graphics', title: 'Computer graphics', mark: 'CG' }];

  it('say what a fold is, why it is hidden and how long it takes', () => {
    const long = text(
      `## Occupancy\n\n${'word '.repeat(1200)}`,
      'level-3',
      'for-computer-graphics'
    );
    const [fold] = plan([long]);
    expect(describeFold(fold, specializations, trans)).toEqual({
      reasons: ['level 3', 'Computer graphics'],
      title: 'Occupancy',
      minutes: '6 min'
    });
  });

  it('say that it is a part of a section, or some cells', () => {
    const [first, second] = plan([
      code('1', 'additional-reading'),
      text('## A'),
      code('2', 'level-2')
    ]);
    expect(describeFold(first, [], trans)).toEqual({
      reasons: ['additional reading'],
      title: '1 cell',
      minutes: 'under 1 min'
    });
    expect(describeFold(second, [], trans).title).toBe('more on A');
  });
});

describe('what was opened', () => {
  it('is kept by notebook, renamed ones too', () => {
    const memory = new FoldMemory();
    memory.of('a.ipynb').folds.add('c1');
    memory.rename('a.ipynb', 'b.ipynb');
    expect([...memory.of('b.ipynb').folds]).toEqual(['c1']);
    expect(memory.of('a.ipynb').folds.size).toBe(0);
  });
});

/** The sections that the cells make up, as the catalog has them. */
function sectionsOf(facts: ICellFacts[], cells: ICellText[]): Partial<Section>[] {
  const found: (Partial<Section> & { minutes: number })[] = [];
  facts.forEach(({ section, isHeading, minutes, demand }) => {
    if (section && isHeading) {
      found.push({
        title: section.title,
        depth: section.depth,
        level: demand.level,
        specializations: [...demand.specializations],
        additional_reading: demand.additionalReading,
        minutes: 0
      });
    }
    if (section) {
      found[found.length - 1].minutes += minutes;
    }
  });
  expect(facts).toHaveLength(cells.length);
  return found.map(one => ({ ...one, minutes: Math.round(one.minutes * 100) / 100 }));
}

interface INotebook {
  metadata: { underhood: { id: string } };
  cells: {
    cell_type: string;
    source: string | string[];
    metadata: { tags?: unknown; underhood?: unknown };
  }[];
}

function cellsOf(file: string): ICellText[] {
  return (JSON.parse(readFileSync(file, 'utf-8')) as INotebook).cells.map((cell, index) => ({
    id: String(index),
    type: cell.cell_type,
    source: Array.isArray(cell.source) ? cell.source.join('') : cell.source,
    tags: cell.metadata.tags,
    underhood: cell.metadata.underhood
  }));
}

function expectSame(file: string, page: Page, specializations: string[]): void {
  const cells = cellsOf(file);
  const demand: IDemand = {
    level: page.level,
    specializations: page.specializations,
    additionalReading: page.additional_reading
  };
  const ours = sectionsOf(readCells(cells, demand, specializations), cells);
  const said = (one: Partial<Section>) => ({ ...one, minutes: 0, words: 0 });
  expect(ours.map(said)).toEqual(page.sections.map(said));
  // Python rounds halves to even.
  ours.forEach(({ minutes }, index) => {
    expect(Math.abs((minutes ?? 0) - page.sections[index].minutes)).toBeLessThan(0.011);
  });
}

function python(...args: string[]): string {
  return execFileSync(process.env.PYTHON ?? 'python', args, { encoding: 'utf-8' });
}

describe('the same rules as the catalog’s', () => {
  it('hold on the course’s own pages', () => {
    const catalog = JSON.parse(python('-m', 'underhood_lab', 'catalog', '--json')) as Catalog;
    const specializations = catalog.specializations.map(({ id }) => id);
    const pages = catalog.modules
      .flatMap(module => module.pages)
      .filter(({ kind }) => kind === 'page');
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach(page => expectSame(join(COURSE, page.path), page, specializations));
  });

  it('hold on a page with every oddity', () => {
    const folder = mkdtempSync(join(tmpdir(), 'underhood-'));
    const cells = [
      ['markdown', '# Title of two words', ['level-2']],
      ['markdown', 'before\n\n## late heading', ['level-4']],
      ['markdown', '##no heading', []],
      ['markdown', '## C# and `code` #  ##', ['level-3', 'level-2', 'for-deep-learning']],
      ['code', '\n  \na = 1\r\nb = 2\n\n', ['level-4']],
      ['raw', 'five words of raw text', []],
      ['markdown', '#### Deep one', ['for-computer-graphics', 'for-nobody']],
      ['markdown', '### Less deep\n```\nnot counted\n```\n~~~\nnor this', []],
      ['markdown', '# A second title', ['additional-reading']],
      [
        'markdown',
        '## Naïve $x + y$ $$\na\n$$ [a link](https://example.org) ![a picture](a.png)',
        []
      ],
      ['markdown', "it's 3.14/2 l’été <b>bold</b> a-b_c 数字 ½ x² e\u0301", ['box']],
      ['markdown', '####### seven', []],
      ['markdown', '## Extra', ['additional-reading']],
      ['markdown', '### of it\u2028second line', []],
      ['code', '', []]
    ].map(([cell_type, source, tags]) => ({ cell_type, source, metadata: { tags } }));
    const file = join(folder, 'odd.ipynb');
    const underhood = { id: 'm1/odd', title: 'Odd', kind: 'page', level: 2 };
    writeFileSync(file, JSON.stringify({ nbformat: 4, metadata: { underhood }, cells }));
    const script = [
      'import json, sys, pathlib',
      'from underhood_course.page import read_page',
      'page = read_page(pathlib.Path(sys.argv[1]), name="odd", path="odd.ipynb", specializations=sys.argv[2:])',
      'print(json.dumps(page.to_dict()))'
    ].join('\n');
    const page = JSON.parse(python('-c', script, file, ...SPECIALIZATIONS)) as Page;
    expect(page.sections.length).toBe(6);
    expectSame(file, page, SPECIALIZATIONS);
  });

  it('count like Python where the two languages differ', () => {
    expect(countWords("it's a/b 1,000 – x_y ½")).toBe(5);
    expect(countCodeLines('a\r\n\r\nb\n\n c')).toBe(3);
    expect(splitLines('a\nb\n')).toEqual(['a', 'b']);
    expect(splitLines('')).toEqual([]);
  });
});
