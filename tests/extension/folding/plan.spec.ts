import { nullTranslator } from '@jupyterlab/translation';
import type { IChoice } from '../../../extension/src/filter';
import { readCells } from '../../../extension/src/folding/cells';
import type { ICellText, IDemand } from '../../../extension/src/folding/cells';
import { describeFold } from '../../../extension/src/folding/describe';
import { FoldMemory } from '../../../extension/src/folding/memory';
import { planFolds } from '../../../extension/src/folding/plan';
import type { IFold } from '../../../extension/src/folding/plan';

const SPECIALIZATIONS = ['deep-learning', 'computer-graphics'];
const PAGE: IDemand = { level: 1, specializations: [], additionalReading: false };

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
