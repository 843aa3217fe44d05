import type { IVisibleCourse, IVisibleModule, IVisiblePage, IVisibleSection } from './filter';
import { foldText } from './find/search';

interface IRowBase {
  /** Unique in the tree: the id of a module or page, `<page id>#<index>` of a section. */
  key: string;
  title: string;
  /** Depth in the tree, from 1. */
  depth: number;
  /** Null where there is nothing to expand. */
  expanded: boolean | null;
  /** How many siblings there are, this one included. */
  size: number;
  /** Place among the siblings, from 1. */
  position: number;
  parent: string | null;
}

export interface IModuleRow extends IRowBase {
  kind: 'module';
  module: IVisibleModule;
}

export interface IPageRow extends IRowBase {
  kind: 'page';
  page: IVisiblePage;
}

export interface ISectionRow extends IRowBase {
  kind: 'section';
  page: IVisiblePage;
  section: IVisibleSection;
}

/** One line of the tree. */
export type Row = IModuleRow | IPageRow | ISectionRow;

/** What a key asks for. */
export interface IMove {
  kind: 'focus' | 'expand' | 'collapse' | 'activate';
  key: string;
}

/**
 * The tree as a list of rows, in the order they are drawn.
 *
 * While something is searched, modules are open and a page shows the sections that were found.
 */
export function flattenCourse(
  course: IVisibleCourse,
  isExpanded: (key: string) => boolean,
  searching: boolean
): Row[] {
  const rows: Row[] = [];
  course.modules.forEach((module, moduleIndex) => {
    const { id, title } = module.module;
    const expanded = searching || isExpanded(id);
    rows.push({
      kind: 'module',
      key: id,
      title,
      depth: 1,
      expanded,
      size: course.modules.length,
      position: moduleIndex + 1,
      parent: null,
      module
    });
    if (expanded) {
      module.pages.forEach((page, index) => {
        addPage(rows, module, page, index, isExpanded, searching);
      });
    }
  });
  return rows;
}

/** Adds a page's row, and those of its sections if they are shown. */
function addPage(
  rows: Row[],
  module: IVisibleModule,
  page: IVisiblePage,
  index: number,
  isExpanded: (key: string) => boolean,
  searching: boolean
): void {
  const { id, title } = page.page;
  const sections = searching ? page.found : page.sections;
  const expanded = sections.length === 0 ? null : searching || isExpanded(id);
  rows.push({
    kind: 'page',
    key: id,
    title,
    depth: 2,
    expanded,
    size: module.pages.length,
    position: index + 1,
    parent: module.module.id,
    page
  });
  if (!expanded) {
    return;
  }
  sections.forEach((section, at) => {
    rows.push({
      kind: 'section',
      key: `${id}#${section.index}`,
      title: section.section.title,
      depth: 3,
      expanded: null,
      size: sections.length,
      position: at + 1,
      parent: id,
      page,
      section
    });
  });
}

/**
 * What a key does on the row that has the focus, after the tree pattern of the ARIA practices guide.
 *
 * @returns null for a key that means nothing here.
 */
export function moveByKey(rows: readonly Row[], current: string, key: string): IMove | null {
  const at = rows.findIndex(row => row.key === current);
  if (at < 0) {
    return null;
  }
  const row = rows[at];
  switch (key) {
    case 'ArrowDown':
      return focus(rows[at + 1]);
    case 'ArrowUp':
      return focus(rows[at - 1]);
    case 'Home':
      return focus(rows[0]);
    case 'End':
      return focus(rows.at(-1));
    case 'ArrowRight':
      return row.expanded === false
        ? { kind: 'expand', key: row.key }
        : row.expanded
          ? focus(rows[at + 1])
          : null;
    case 'ArrowLeft':
      return row.expanded
        ? { kind: 'collapse', key: row.key }
        : focus(rows.find(({ key: other }) => other === row.parent));
    case 'Enter':
      return { kind: 'activate', key: row.key };
    default:
      return null;
  }
}

function focus(row: Row | undefined): IMove | null {
  return row ? { kind: 'focus', key: row.key } : null;
}

/**
 * The next row whose title begins with the typed letters, going round; a single letter leaves the
 * row that has the focus, more letters may stay on it.
 */
export function findByPrefix(
  rows: readonly Row[],
  current: string | null,
  typed: string
): string | null {
  const prefix = foldText(typed);
  if (prefix.trim() === '') {
    return null;
  }
  const at = rows.findIndex(row => row.key === current);
  const from = at < 0 ? 0 : prefix.length > 1 ? at : at + 1;
  const order = [...rows.slice(from), ...rows.slice(0, from)];
  return order.find(row => foldText(row.title).startsWith(prefix))?.key ?? null;
}

/** Where the focus goes when its row is gone: the nearest row that stood after it, or else before. */
export function nearestRow(
  before: readonly Row[],
  after: readonly Row[],
  current: string | null
): string | null {
  if (current !== null && after.some(row => row.key === current)) {
    return current;
  }
  const kept = new Set(after.map(row => row.key));
  const at = before.findIndex(row => row.key === current);
  if (at >= 0) {
    for (let distance = 1; distance < before.length; distance++) {
      for (const row of [before[at + distance], before[at - distance]]) {
        if (row && kept.has(row.key)) {
          return row.key;
        }
      }
    }
  }
  return after[0]?.key ?? null;
}

/** The row of what a search found best: it comes first, and is a section if its page's title is not it. */
export function bestRow(rows: readonly Row[]): string | null {
  const page = rows.find(row => row.kind === 'page');
  if (!page) {
    return rows[0]?.key ?? null;
  }
  const { found, excerpt, byTitle } = page.page;
  return byTitle || excerpt !== undefined || found.length === 0
    ? page.key
    : `${page.key}#${found[0].index}`;
}

/** Where the focus goes when a search ends: its row, or else what that row was in. */
export function rowOrParent(
  before: readonly Row[],
  after: readonly Row[],
  current: string | null
): string | null {
  const kept = new Set(after.map(row => row.key));
  let key = current;
  while (key !== null && !kept.has(key)) {
    const at: string = key;
    key = before.find(row => row.key === at)?.parent ?? null;
  }
  return key;
}
