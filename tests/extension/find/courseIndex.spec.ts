import type { IChoice } from '../../../extension/src/filter';
import { CourseIndex } from '../../../extension/src/find/courseIndex';
import * as fuzzy from '../../../extension/src/find/fuzzy';
import type { Catalog, Level, Page } from '../../../extension/src/generated/catalog';
import { isShown } from '../../../extension/src/reading/order';
import { pageMinutes } from '../../../extension/src/reading/time';
import { catalog, page, section } from '../fixtures';

const LEVELS: readonly Level[] = [1, 2, 3, 4];
const IDS = ['deep-learning', 'computer-graphics', 'computer-vision'];
const SUBSETS = IDS.reduce<string[][]>(
  (all, id) => [...all, ...all.map(one => [...one, id])],
  [[]]
);

/** Every level with every set of specializations, with additional reading and without. */
const DEMANDS = LEVELS.flatMap(level =>
  SUBSETS.flatMap(specializations =>
    [false, true].map(additional_reading => ({ level, specializations, additional_reading }))
  )
);

/** A page for each demand, with a section for each demand. */
function allOfThem(): Catalog {
  const sections = () =>
    DEMANDS.map((demand, at) => section(`Section ${at}`, { ...demand, minutes: 0.1 + at / 8 }));
  const pages = DEMANDS.map((demand, at) =>
    page(`m1/page-${at}`, `Page ${at}`, { ...demand, minutes: 300, sections: sections() })
  );
  const small = catalog();
  return { ...small, modules: [{ ...small.modules[0], pages }] };
}

describe('what a choice shows', () => {
  const course = allOfThem();
  const index = CourseIndex.of(course);
  const choices: IChoice[] = DEMANDS.map(({ level, specializations, additional_reading }) => ({
    level,
    // In another order than the pages name them, and with one that none names.
    specializations: ['nobody-names-it', ...[...specializations].reverse()],
    additionalReading: additional_reading
  }));

  it.each(choices)('is the same page by page and for all at once: %j', choice => {
    const chosen = index.choose(choice);
    const each = (rule: (one: Page) => unknown) => index.pages.map(rule);
    expect([...chosen.pages].map(Boolean)).toEqual(each(one => isShown(one, choice)));
    expect([...chosen.sections].map(Boolean)).toEqual(
      index.sections.map(({ section: one }) => isShown(one, choice))
    );
    expect([...chosen.minutes]).toEqual(each(one => pageMinutes(one, choice)));
  });

  it('is something else for each choice', () => {
    const shown = choices.map(choice => index.choose(choice).pages.join(''));
    expect(new Set(shown).size).toBe(choices.length);
  });
});

it('splits all titles into words while the window has nothing else to do, once', () => {
  const idle: (() => void)[] = [];
  window.requestIdleCallback = run => idle.push(() => run({} as IdleDeadline));
  const splits = jest.spyOn(fuzzy, 'wordsOf');
  const index = CourseIndex.of(allOfThem());
  index.fit('page');
  expect([idle.length, splits.mock.calls.length]).toEqual([1, 0]);
  idle[0]();
  const titles = 1 + index.pages.length + index.sections.length;
  expect(splits).toHaveBeenCalledTimes(titles);
  expect(index.fit('pgae').terms).toEqual(['page']);
  idle.forEach(run => run());
  expect(splits).toHaveBeenCalledTimes(titles);
});
