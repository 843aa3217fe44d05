import type { Level } from '../generated/catalog';
import { countCodeLines, countWords, readingMinutes, splitLines } from './words';

/** As much of a notebook's cell as decides whether it is shown. */
export interface ICellText {
  id: string;
  type: string;
  source: string;
  /** As they stand in the metadata: not necessarily a list. */
  tags: unknown;
  /** What the cell's metadata keep for the course: a question's cell is asked, not read. */
  underhood?: unknown;
}

/** What a page, a section or a cell asks of the reader. */
export interface IDemand {
  level: Level;
  /** Ids; empty: for everybody. */
  specializations: readonly string[];
  additionalReading: boolean;
}

/** A heading of depth 2 or more with the cells below it, up to the next heading. */
export interface ISectionFacts extends IDemand {
  title: string;
  depth: number;
  /** The section that this one is a part of; null: the page itself. */
  above: ISectionFacts | null;
}

/** A cell as the page's headings and its own tags place it. */
export interface ICellFacts {
  id: string;
  /** Null before the first heading. */
  section: ISectionFacts | null;
  /** Whether it begins its section. */
  isHeading: boolean;
  demand: IDemand;
  /** Reading time. */
  minutes: number;
}

const HEADING = /^(#{1,6})\s+(.*?)\s*#*$/u;
const LEVEL_TAG = /^level-([1-4])$/u;

/**
 * The cells of a page with what each asks of the reader, by the rules of `course/underhood_course/page.py`.
 *
 * A heading's tags hold for its section; what it doesn't say, the section it is a part of says. Any
 * other cell's tags hold for the cell alone, on top of its section's.
 *
 * @param page - what the page as a whole asks.
 * @param specializations - ids of all there are; tags that name another one don't count.
 */
export function readCells(
  cells: readonly ICellText[],
  page: IDemand,
  specializations: readonly string[]
): ICellFacts[] {
  const whole: IDemand = { ...page, additionalReading: false };
  const sections: ISectionFacts[] = [];
  return cells.map(cell => {
    const tags = readTags(cell.tags, specializations);
    const heading = headingOf(cell);
    const isHeading = heading !== null && heading.depth > 1;
    if (isHeading) {
      const above = sections.filter(({ depth }) => depth < heading.depth).at(-1) ?? null;
      sections.push({ ...heading, ...addDemand(above ?? whole, tags), above });
    }
    const section = sections.at(-1) ?? null;
    return {
      id: cell.id,
      section,
      isHeading,
      demand: isHeading && section ? section : addDemand(section ?? whole, tags),
      minutes: minutesOf(cell)
    };
  });
}

/** The heading that begins a Markdown cell. */
export function headingOf(cell: ICellText): { title: string; depth: number } | null {
  const found = cell.type === 'markdown' && HEADING.exec(splitLines(cell.source)[0] ?? '');
  return found ? { title: found[2], depth: found[1].length } : null;
}

/** What tags alone say; a level that they don't name is null. */
interface ITags {
  level: Level | null;
  specializations: readonly string[];
  additionalReading: boolean;
}

function readTags(tags: unknown, specializations: readonly string[]): ITags {
  const found: { level: Level | null; specializations: string[]; additionalReading: boolean } = {
    level: null,
    specializations: [],
    additionalReading: false
  };
  for (const tag of Array.isArray(tags) ? tags.map(String) : []) {
    const level = LEVEL_TAG.exec(tag);
    if (level) {
      found.level = Number(level[1]) as Level;
    } else if (tag.startsWith('for-') && specializations.includes(tag.slice(4))) {
      found.specializations.push(tag.slice(4));
    } else if (tag === 'additional-reading') {
      found.additionalReading = true;
    }
  }
  return found;
}

function addDemand(above: IDemand, tags: ITags): IDemand {
  return {
    level: Math.max(above.level, tags.level ?? 1) as Level,
    specializations: tags.specializations.length > 0 ? tags.specializations : above.specializations,
    additionalReading: tags.additionalReading || above.additionalReading
  };
}

function minutesOf({ type, source, underhood }: ICellText): number {
  const isQuestion = typeof (underhood as { quiz?: unknown } | null | undefined)?.quiz === 'string';
  if (isQuestion) {
    return 0;
  }
  return type === 'code'
    ? readingMinutes(0, countCodeLines(source))
    : readingMinutes(countWords(source), 0);
}
