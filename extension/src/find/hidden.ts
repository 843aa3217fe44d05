import type { IChoice, IHidden } from '../filter';
import type { Level } from '../generated/catalog';
import type { IChosen } from './courseIndex';
import type { FilteredCourse } from './filteredCourse';
import { FIT } from './fuzzy';
import type { PageStage } from './viewFilter';

const LEVELS: readonly Level[] = [1, 2, 3, 4];

/** For each way to see more, what it would add; ways that add nothing are left out. */
export function countHidden(course: FilteredCourse, choice: IChoice): IHidden[] {
  const { index } = course;
  const ways: (Pick<IHidden, 'reason'> & { choice: IChoice })[] = [
    ...LEVELS.filter(level => level > choice.level).map(level => ({
      reason: 'level' as const,
      choice: { ...choice, level }
    })),
    {
      reason: 'specializations',
      choice: { ...choice, specializations: index.catalog.specializations.map(({ id }) => id) }
    },
    { reason: 'additional-reading', choice: { ...choice, additionalReading: true } }
  ];
  const hidden: IHidden[] = [];
  for (const way of ways) {
    if (way.reason === 'level' && hidden.length > 0) {
      continue; // one step up is offered, not each level above it
    }
    const more = { ...way, ...countMore(course, index.choose(choice), index.choose(way.choice)) };
    if (more.pages + more.sections > 0) {
      hidden.push(more);
    }
  }
  return [...hidden, ...countFiltered(course, index.choose(choice))];
}

/** What one choice shows and the other does not. */
function countMore(
  course: FilteredCourse,
  now: IChosen,
  more: IChosen
): Pick<IHidden, 'pages' | 'sections'> {
  const { index, searching } = course;
  const isShown = (at: number, chosen: IChosen) =>
    chosen.pages[at] && course.fitOf(at, chosen) > FIT.none && course.passes(at, chosen);
  let pages = 0;
  let sections = 0;
  for (let at = 0; at < index.pages.length; at++) {
    if (!isShown(at, more)) {
      continue;
    }
    if (!isShown(at, now)) {
      pages += 1;
      continue;
    }
    for (let one = index.first[at]; one < index.first[at + 1]; one++) {
      if (more.sections[one] && !now.sections[one] && (!searching || course.isFound(at, one))) {
        sections += 1;
      }
    }
  }
  return { pages, sections };
}

/** What the filters of the view hide of what is chosen and searched. */
function countFiltered(course: FilteredCourse, chosen: IChosen): IHidden[] {
  const { index, look } = course;
  const { stages, kinds, onlyNew } = look.view;
  const ways = [
    { reason: 'stages', view: { stages: [] }, isOn: stages.length > 0 },
    { reason: 'kinds', view: { kinds: [] }, isOn: kinds.length > 0 },
    { reason: 'known', view: { onlyNew: false }, isOn: onlyNew }
  ] as const;
  const hidden: IHidden[] = [];
  for (const { reason, view, isOn } of ways) {
    const among = new Set<PageStage>();
    let pages = 0;
    for (let at = 0; isOn && at < index.pages.length; at++) {
      if (
        chosen.pages[at] &&
        course.fitOf(at, chosen) > FIT.none &&
        course.passes(at, chosen, reason) &&
        !course.passes(at, chosen)
      ) {
        pages += 1;
        among.add(look.stageOf(index.pages[at]));
      }
    }
    if (pages > 0) {
      const [stage] = among;
      const one = reason === 'stages' && among.size === 1 ? { stage } : {};
      hidden.push({ reason, view, pages, sections: 0, ...one });
    }
  }
  return hidden;
}
