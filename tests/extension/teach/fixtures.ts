import type {
  CourseDirectory,
  HandinDesk,
  Job,
  SubmissionDesk,
  Teaching
} from '../../../extension/src/generated/teaching';
import type { ITeachApi } from '../../../extension/src/teach/api';
import type { ITeachActions } from '../../../extension/src/teach/components/actions';

/** A server with a released hand-in that does whatever it is asked. */
export function teachApi(): jest.Mocked<ITeachApi> {
  return {
    get: jest.fn().mockResolvedValue(teaching()),
    change: jest.fn().mockResolvedValue(teaching()),
    begin: jest.fn().mockResolvedValue(teaching()),
    start: jest.fn().mockResolvedValue(job({ done: 0, failed: 0, remaining: null, last: null })),
    cancel: jest.fn().mockResolvedValue(job({ state: 'cancelled' })),
    formgrader: jest.fn(),
    export: jest.fn()
  };
}

export function teachActions(): jest.Mocked<ITeachActions> {
  return {
    step: jest.fn(),
    cancel: jest.fn(),
    formgrader: jest.fn(),
    showResults: jest.fn(),
    exportResults: jest.fn(),
    refresh: jest.fn()
  };
}

/** A submission that was graded. */
export function submission(student: string, facts: Partial<SubmissionDesk> = {}): SubmissionDesk {
  return {
    student,
    state: 'graded',
    score: 8,
    max_score: 10,
    late: false,
    handed_in: '2026-11-20T12:00:00+00:00',
    problems: [],
    flags: [],
    extension: null,
    ...facts
  };
}

/** A released hand-in with four students in four states. */
export function desk(facts: Partial<HandinDesk> = {}): HandinDesk {
  return {
    name: 'convolution',
    title: 'Convolution',
    problem: null,
    released: true,
    races: false,
    due: '2026-11-26T13:00:00+01:00',
    own_due: true,
    parts: [
      { name: 'naive', title: 'Naive', points: 5, kind: 'required', specializations: {} },
      { name: 'shared', title: 'Shared', points: 5, kind: 'invited', specializations: {} }
    ],
    submissions: [
      submission('s01'),
      submission('s02', { late: true, score: 10 }),
      submission('s03', {
        state: 'failed',
        score: null,
        problems: ['notebook is not valid JSON']
      }),
      submission('s04', { state: 'missing', score: null, handed_in: null })
    ],
    ...facts
  };
}

/** A run that is on its second day. */
export function directory(facts: Partial<CourseDirectory> = {}): CourseDirectory {
  const day = (number: number, topic: string, date: string) => ({
    day: number,
    date,
    half: 'material' as const,
    topic,
    modules: ['m1'],
    prepare: 'Level 1',
    out: number === 2 ? ['convolution'] : [],
    due: [],
    today: number === 2
  });
  return {
    root: '/home/t/teaching/autumn',
    exchange: '/home/t/teaching/autumn/exchange',
    problems: [],
    run: {
      name: 'Autumn 2026',
      start: '2026-11-19',
      timezone: 'Europe/Berlin',
      weekdays: ['thu', 'fri'],
      free: [],
      project_start: null
    },
    calendar: [
      day(1, 'Introduction', '2026-11-19'),
      day(2, 'GPUs', '2026-11-20'),
      day(3, 'Fusion', '2026-11-26'),
      day(4, 'Concurrency', '2026-11-27'),
      day(5, 'Events', '2026-12-03')
    ],
    day: 2,
    pages: [
      { id: 'm1/gpus', title: 'GPUs', module: 'Memory', level: 2, chosen: true },
      { id: 'm1/more', title: 'More', module: 'Memory', level: 3, chosen: true }
    ],
    levels: [
      { level: 1, title: 'Read', chosen: true },
      { level: 2, title: 'Run', chosen: true }
    ],
    handins: [desk()],
    students: [
      { id: 's01', name: 'Ada Lovelace' },
      { id: 's04', name: '' }
    ],
    ...facts
  };
}

export function teaching(facts: Partial<Teaching> = {}): Teaching {
  return { course: directory(), proposal: null, problem: null, job: null, ...facts };
}

export function job(facts: Partial<Job> = {}): Job {
  return {
    step: 'grade',
    handin: 'convolution',
    state: 'running',
    done: 22,
    failed: 2,
    remaining: 6,
    per_minute: 60,
    last: 's22',
    message: null,
    problems: {},
    counts: {},
    board: null,
    ...facts
  };
}
