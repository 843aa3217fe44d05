import { filterCourse } from '../../extension/src/filter';
import type { IChoice, IVisibleCourse } from '../../extension/src/filter';
import { catalog } from './fixtures';

const never = () => false;

function choose(choice: Partial<IChoice> = {}): IChoice {
  return { level: 1, specializations: [], additionalReading: false, ...choice };
}

function pageIds(course: IVisibleCourse): string[] {
  return course.modules.flatMap(({ pages }) => pages.map(({ page }) => page.id));
}

function show(choice: Partial<IChoice>, search = ''): string[] {
  return pageIds(filterCourse(catalog(), choose(choice), search, never));
}

function sections(choice: Partial<IChoice>, search = ''): string[] {
  const course = filterCourse(catalog(), choose(choice), search, never);
  const found = course.modules.flatMap(({ pages }) => pages).find(p => p.page.id === 'm1/gpus');
  return (found?.sections ?? []).map(({ section }) => section.title);
}

describe('levels', () => {
  it('add up', () => {
    expect(show({ level: 1 })).toEqual(['m1/memory', 'm2/threads']);
    expect(show({ level: 2 })).toEqual(['m1/memory', 'm1/gpus', 'm2/threads']);
    expect(show({ level: 4 })).toEqual(['m1/memory', 'm1/gpus', 'm1/convolution', 'm2/threads']);
  });

  it('apply to sections', () => {
    expect(sections({ level: 2 })).toEqual(['Work groups']);
    expect(sections({ level: 3 })).toEqual(['Work groups', 'Occupancy and divergence']);
  });
});

describe('specializations', () => {
  it('hide what names some until one of them is chosen', () => {
    expect(show({ level: 3 })).not.toContain('m1/fusing');
    expect(show({ level: 3, specializations: ['computer-graphics'] })).not.toContain('m1/fusing');
    expect(show({ level: 3, specializations: ['deep-learning'] })).toContain('m1/fusing');
  });

  it('show what names two when one of them is chosen', () => {
    const course = catalog();
    course.modules[0].pages[2].specializations.push('computer-graphics');
    const choice = choose({ level: 3, specializations: ['computer-graphics'] });
    expect(pageIds(filterCourse(course, choice, '', never))).toContain('m1/fusing');
  });

  it('never hide what names none', () => {
    expect(show({ specializations: ['deep-learning'] })).toEqual(show({}));
  });

  it('apply to sections', () => {
    expect(sections({ level: 2, specializations: ['computer-graphics'] })).toEqual([
      'Work groups',
      'Shading'
    ]);
  });

  it('mark a page with those of its shown sections', () => {
    const [module] = filterCourse(
      catalog(),
      choose({ level: 2, specializations: ['computer-graphics'] }),
      '',
      never
    ).modules;
    expect(module.pages.map(({ specializations }) => specializations)).toEqual([
      [],
      ['computer-graphics']
    ]);
  });
});

describe('additional reading', () => {
  it('needs its switch', () => {
    expect(show({})).not.toContain('m1/reading');
    expect(show({ additionalReading: true })).toContain('m1/reading');
    expect(sections({ level: 2, additionalReading: true })).toEqual([
      'Work groups',
      'More on caches'
    ]);
  });
});

describe('search', () => {
  it('ignores case and accents', () => {
    expect(show({}, 'THREADS A LA')).toEqual(['m2/threads']);
    expect(show({}, 'mémory')).toEqual(['m1/memory']);
  });

  it('wants all words, in the page’s, its sections’ or its module’s title', () => {
    expect(show({ level: 2 }, 'work gpus')).toEqual(['m1/gpus']);
    expect(show({ level: 2 }, 'hierarchies introduction')).toEqual(['m1/gpus']);
    expect(show({ level: 2 }, 'hierarchies threads')).toEqual([]);
  });

  it('does not find what the choice hides', () => {
    expect(show({ level: 2 }, 'occupancy')).toEqual([]);
    expect(show({ level: 3 }, 'occupancy')).toEqual(['m1/gpus']);
  });
});

describe('counts', () => {
  it('name what one level more shows, pages and sections apart', () => {
    const { hidden } = filterCourse(catalog(), choose({ level: 2 }), '', never);
    expect(hidden).toEqual([
      { reason: 'level', pages: 0, sections: 1, choice: choose({ level: 3 }) },
      {
        reason: 'specializations',
        pages: 0,
        sections: 1,
        choice: choose({
          level: 2,
          specializations: ['deep-learning', 'computer-graphics']
        })
      },
      {
        reason: 'additional-reading',
        pages: 1,
        sections: 1,
        choice: choose({ level: 2, additionalReading: true })
      }
    ]);
  });

  it('skip a level that adds nothing, and count only what is searched', () => {
    const { hidden } = filterCourse(catalog(), choose({ level: 1 }), 'convolution', never);
    expect(hidden.map(({ reason, pages, choice }) => [reason, pages, choice?.level])).toEqual([
      ['level', 1, 4]
    ]);
  });

  it('count no sections that are not searched', () => {
    const { hidden } = filterCourse(catalog(), choose({ level: 2 }), 'gpus shading', never);
    expect(hidden.map(({ reason, pages, sections: more }) => [reason, pages, more])).toEqual([
      ['specializations', 1, 0]
    ]);
    const found = filterCourse(catalog(), choose({ level: 2 }), 'introduction', never);
    expect(found.hidden).toEqual([]);
  });

  it('leave nothing to say where everything is shown', () => {
    const all = choose({
      level: 4,
      specializations: ['deep-learning', 'computer-graphics'],
      additionalReading: true
    });
    expect(filterCourse(catalog(), all, '', never).hidden).toEqual([]);
  });

  it('take the hidden sections off the reading time', () => {
    const minutes = (choice: Partial<IChoice>) =>
      filterCourse(catalog(), choose(choice), '', never).modules[0].pages[1].minutes;
    expect(minutes({ level: 2 })).toBe(13); // 25 - 6 - 4 - 2.5, rounded
    expect(
      minutes({
        level: 3,
        specializations: ['computer-graphics'],
        additionalReading: true
      })
    ).toBe(25);
  });

  it('count done of all shown pages, whatever is searched', () => {
    const isDone = ({ id }: { id: string }) => id === 'm1/memory' || id === 'm1/fusing';
    const [module] = filterCourse(catalog(), choose({ level: 2 }), 'introduction', isDone).modules;
    expect([module.pages.length, module.done, module.total]).toEqual([1, 1, 2]);
  });

  it('say how many sections a page hides', () => {
    const [module] = filterCourse(catalog(), choose({ level: 2 }), '', never).modules;
    expect(module.pages[1].hiddenSections).toBe(3);
  });
});
