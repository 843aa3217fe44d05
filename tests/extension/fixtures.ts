import type { Catalog, Page, Section } from '../../extension/src/generated/catalog';
import type { Machine } from '../../extension/src/generated/machine';
import type { TextHits } from '../../extension/src/generated/search';
import { applyChange } from '../../extension/src/progress/change';
import type { Check, Handins, HandinState, PartState } from '../../extension/src/generated/handins';
import type { Progress } from '../../extension/src/generated/progress';
import type { ICourseApi, IProgressChange } from '../../extension/src/api';

/** A section for everybody at level 1. */
export function section(title: string, facts: Partial<Section> = {}): Section {
  return {
    title,
    depth: 2,
    level: 1,
    specializations: [],
    additional_reading: false,
    words: 200,
    minutes: 1,
    ...facts
  };
}

/** A page for everybody at level 1, without sections. */
export function page(id: string, title: string, facts: Partial<Page> = {}): Page {
  return {
    id,
    title,
    kind: 'page',
    level: 1,
    specializations: [],
    requires: [],
    gpu: 'none',
    additional_reading: false,
    path: `${id}.ipynb`,
    words: 1000,
    minutes: 8,
    sections: [],
    exercises: [],
    quizzes: [],
    handin: null,
    ...facts
  };
}

/** Two modules in which every filter has something to hide. */
export function catalog(): Catalog {
  return {
    title: 'Underhood',
    version: '0.1.0',
    levels: [
      { level: 1, title: 'Read', description: 'Nothing to run.' },
      { level: 2, title: 'Run', description: 'Move the sliders.' },
      { level: 3, title: 'Systems', description: 'In depth.' },
      { level: 4, title: 'Exercises', description: 'Hand-ins.' }
    ],
    specializations: [
      { id: 'deep-learning', title: 'Deep learning', mark: 'DL' },
      { id: 'computer-graphics', title: 'Computer graphics', mark: 'CG' }
    ],
    modules: [
      {
        id: 'm1',
        title: 'Memory hierarchies and GPUs',
        folder: 'm1-memory',
        pages: [
          page('m1/memory', 'Why memory decides'),
          page('m1/gpus', 'Introduction to GPUs', {
            level: 2,
            minutes: 25,
            requires: ['m1/memory'],
            sections: [
              section('Work groups', { level: 2, minutes: 5 }),
              section('Occupancy and divergence', { level: 3, minutes: 6 }),
              section('Shading', {
                level: 2,
                specializations: ['computer-graphics'],
                minutes: 4
              }),
              section('More on caches', {
                level: 2,
                additional_reading: true,
                minutes: 2.5
              })
            ]
          }),
          page('m1/fusing', 'Fusing a graph', {
            level: 3,
            specializations: ['deep-learning'],
            gpu: 'cuda'
          }),
          page('m1/reading', 'Further reading', { additional_reading: true }),
          page('m1/convolution', 'Hand-in: convolution', {
            kind: 'handin',
            level: 4,
            handin: {
              name: 'convolution',
              points: 8,
              parts: [
                {
                  name: 'naive',
                  title: 'One thread per output',
                  kind: 'required',
                  specializations: {},
                  points: 8,
                  cells: ['test-naive']
                },
                {
                  name: 'shared',
                  title: 'A tile in work-group memory',
                  kind: 'invited',
                  specializations: { 'computer-graphics': 'required' },
                  points: 4,
                  cells: ['test-shared', 'test-shared-sizes']
                }
              ]
            }
          })
        ]
      },
      {
        id: 'm2',
        title: 'Concurrency',
        folder: 'm2-concurrency',
        pages: [page('m2/threads', 'Threads à la carte')]
      }
    ],
    problems: []
  };
}

/** A student who opened one page and is done with another. */
export function progress(facts: Partial<Progress> = {}): Progress {
  return {
    level: 2,
    specializations: [],
    additional_reading: false,
    pages: { 'm1/memory': { state: 'done' }, 'm1/gpus': { state: 'started' } },
    last_page: 'm1/gpus',
    welcomed: true,
    ...facts
  };
}

/** The hand-in, released. */
export function handin(facts: Partial<HandinState> = {}): HandinState {
  return {
    name: 'convolution',
    title: 'Hand-in: convolution',
    page_id: 'm1/convolution',
    state: 'released',
    path: null,
    work: null,
    due: null,
    due_for_all: null,
    grace_minutes: 0,
    penalty: null,
    attempts: 'last',
    specializations: null,
    handed_in: null,
    late: null,
    feedback: 'none',
    feedback_new: false,
    feedback_paths: [],
    score: null,
    max_score: null,
    parts: [],
    comments: [],
    submissions: [],
    check: null,
    checking: null,
    board: null,
    ...facts
  };
}

export function handins(...states: HandinState[]): Handins {
  return {
    course_id: 'underhood',
    problem: null,
    unwatched: null,
    handins: states
  };
}

/** A required part that nothing is known of. */
export function part(name: string, facts: Partial<PartState> = {}): PartState {
  return {
    name,
    title: name,
    kind: 'required',
    specializations: {},
    decided: false,
    score: null,
    max_score: 8,
    cells: [`test-${name}`],
    work: null,
    ...facts
  };
}

/** A check that found nothing. */
export function check(facts: Partial<Check> = {}): Check {
  return {
    version: 'a',
    time: '2026-11-21T12:00:00+00:00',
    problem: null,
    type_changed: [],
    changed: [],
    failed: [],
    ...facts
  };
}

/** Answers like the server, from memory; each method may be replaced. */
export class FakeApi implements ICourseApi {
  catalog = catalog();
  progress = progress();
  handins = handins(handin());
  machine: Machine = { adapters: [], cuda: 'NVIDIA H200', problem: null };
  patches: IProgressChange[] = [];

  getCatalog = jest.fn(async () => this.catalog);
  getProgress = jest.fn(async () => this.progress);
  patchProgress = jest.fn(async (change: IProgressChange) => {
    this.patches.push(change);
    this.progress = applyChange(this.progress, change);
    return this.progress;
  });
  openPage = jest.fn(async (id: string) => ({
    path: `${id}.ipynb`,
    copied: true,
    updated: false,
    problem: null,
    kept: true
  }));
  getHandins = jest.fn(async () => this.handins);
  getMachine = jest.fn(async () => this.machine);
  /** What `searchText` finds. */
  texts: TextHits['pages'] = [];
  searchText = jest.fn(async (query: string): Promise<TextHits> => ({
    query,
    complete: true,
    pages: this.texts
  }));
  exchange = jest.fn<Promise<void>, Parameters<ICourseApi['exchange']>>(async () => undefined);
  noteHandin = jest.fn<Promise<Handins>, Parameters<ICourseApi['noteHandin']>>(
    async () => this.handins
  );
  check = jest.fn<Promise<Check>, [name: string]>(async () => check());
  stopCheck = jest.fn<Promise<void>, [name: string]>(async () => undefined);
  openSubmission = jest.fn<Promise<{ path: string }>, [name: string, id: string]>(async () => ({
    path: 'handed-in/convolution.ipynb'
  }));
}

/** A promise settled from outside. */
export function deferred<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (error: unknown) => void;
} {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}
