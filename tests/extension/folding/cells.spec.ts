import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Catalog, Page, Section } from '../../../extension/src/generated/catalog';
import { readCells } from '../../../extension/src/folding/cells';
import type { ICellFacts, ICellText, IDemand } from '../../../extension/src/folding/cells';
import { countCodeLines, countWords, splitLines } from '../../../extension/src/folding/words';

const SPECIALIZATIONS = ['deep-learning', 'computer-graphics'];
const COURSE = resolve(__dirname, '../../../course');

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
