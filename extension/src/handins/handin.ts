import type { Catalog, Handin, Page, PartKind } from '../generated/catalog';
import type { Handins, HandinState, PartState } from '../generated/handins';

/** Which of a hand-in's buttons make sense now. */
export interface IHandinActions {
  fetch: boolean;
  check: boolean;
  submit: boolean;
  feedback: boolean;
}

/** A part as shown: its score is null until it is graded. */
export interface IPartLine {
  name: string;
  title: string;
  kind: PartKind;
  score: number | null;
  points: number;
  /** nbgrader's ids of its tests. */
  cells: string[];
  /** How far the student's copy of it is; null where that is not known. */
  work: PartState['work'];
}

/**
 * The buttons of one hand-in.
 *
 * @param state - undefined where the exchange does not list it.
 * @param busy - whether an action of this hand-in is under way.
 */
export function enabledActions(state: HandinState | undefined, busy: boolean): IHandinActions {
  if (!state || busy) {
    return { fetch: false, check: false, submit: false, feedback: false };
  }
  const here = state.path !== null;
  const free = here && state.checking === null;
  return {
    // Fetching again puts back what is missing, and leaves the rest.
    fetch: state.state !== 'not-released' && (!here || (state.work?.problems.length ?? 0) > 0),
    check: free,
    submit: here,
    feedback: state.feedback !== 'none'
  };
}

/**
 * The parts with their kind for this student, and their scores once graded; required ones first.
 *
 * What the release says goes before what the course says. A kind that the teacher decided holds;
 * else a part is required if it is so for one of the chosen specializations, and for one that it
 * doesn't name its own kind holds.
 *
 * @param handin - null for a hand-in that only the exchange knows.
 */
export function listParts(
  handin: Handin | null,
  state: HandinState | undefined,
  specializations: readonly string[]
): IPartLine[] {
  const lines: IPartLine[] =
    state && state.parts.length > 0
      ? state.parts.map(part => ({
          ...part,
          kind: part.decided ? part.kind : kindFor(part, specializations),
          points: part.max_score
        }))
      : (handin?.parts ?? []).map(part => ({
          ...part,
          kind: kindFor(part, specializations),
          score: null,
          work: null
        }));
  return [
    ...lines.filter(({ kind }) => kind === 'required'),
    ...lines.filter(({ kind }) => kind === 'invited')
  ];
}

function kindFor(
  part: { kind: PartKind; specializations: Record<string, PartKind> },
  specializations: readonly string[]
): PartKind {
  const kinds = specializations.map(id => part.specializations[id] ?? part.kind);
  return kinds.includes('required') ? 'required' : (kinds[0] ?? part.kind);
}

/** The id of a page made for a hand-in that the course has no page for. */
const OWN = 'handin:';

/** The module that holds the teacher's own hand-ins. */
export const OWN_MODULE = 'more-hand-ins';

/** Whether the page was made by `addOwnHandins`: the server knows none by its id. */
export function isOwnHandin(page: Page): boolean {
  return page.id.startsWith(OWN);
}

/** The catalog with the teacher's own hand-ins, made anew only when they change. */
export class CourseWithOwnHandins {
  /** @param title - of the module that holds them. */
  of(catalog: Catalog, handins: Handins | null, title: string): Catalog {
    const own = JSON.stringify(
      (handins?.handins ?? [])
        .filter(({ page_id }) => page_id === null)
        .map(one => [one.name, one.path])
    );
    if (!this._course || catalog !== this._catalog || own !== this._own) {
      this._course = addOwnHandins(catalog, handins, title);
      this._catalog = catalog;
      this._own = own;
    }
    return this._course;
  }

  private _catalog: Catalog | null = null;
  private _own = '';
  private _course: Catalog | null = null;
}

/**
 * The catalog with a last module for the teacher's own hand-ins, which every level shows.
 *
 * @param title - of that module.
 */
export function addOwnHandins(catalog: Catalog, handins: Handins | null, title: string): Catalog {
  const own = (handins?.handins ?? []).filter(({ page_id }) => page_id === null);
  if (own.length === 0) {
    return catalog;
  }
  const pages = own.map<Page>(({ name, title, path }) => ({
    id: OWN + name,
    title,
    kind: 'handin',
    level: 1,
    specializations: [],
    requires: [],
    gpu: 'none',
    additional_reading: false,
    path: path ?? '',
    words: 0,
    minutes: 0,
    sections: [],
    exercises: [],
    quizzes: [],
    handin: { name, points: 0, parts: [] }
  }));
  const module = { id: OWN_MODULE, title, folder: '', pages };
  return { ...catalog, modules: [...catalog.modules, module] };
}
