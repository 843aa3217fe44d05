import type { IChoice } from '../filter';
import type { Level } from '../generated/catalog';
import type { ICellFacts, IDemand, ISectionFacts } from './cells';

/** Consecutive cells of a page that the choice hides, shown as one line. */
export interface IFold {
  /** Id of the first cell; it stands for the fold as long as the notebook lives. */
  key: string;
  /** Index of the first cell. */
  start: number;
  /** Index after the last one. */
  end: number;
  /** Of the section that is hidden, or that the hidden cells are in; null before the first heading. */
  title: string | null;
  /** Whether a section is hidden, heading and all, rather than some cells of one that is shown. */
  isSection: boolean;
  /** Above the chosen level: which one it takes; null where the level is no reason. */
  level: Level | null;
  /** Ids of the specializations it is for; empty where they are no reason. */
  specializations: readonly string[];
  /** Whether it is hidden as additional reading. */
  additionalReading: boolean;
  /** Reading time. */
  minutes: number;
}

/**
 * What of a page to fold.
 *
 * A hidden section folds with all of its parts that are hidden too; hidden cells of a section that
 * is shown fold by themselves, neighbours together. What the page as a whole asks is no reason:
 * who opens a page of level 3 wants to read it, whatever level is chosen.
 *
 * @param cells - of the whole page, in order.
 * @param page - what the page as a whole asks.
 */
export function planFolds(cells: readonly ICellFacts[], page: IDemand, choice: IChoice): IFold[] {
  const agreed: IChoice = {
    level: Math.max(choice.level, page.level) as Level,
    specializations: [...choice.specializations, ...page.specializations],
    additionalReading: choice.additionalReading || page.additionalReading
  };
  const folds: IFold[] = [];
  let owner: unknown = null;
  cells.forEach((cell, index) => {
    const reasons = reasonsAgainst(cell.demand, agreed);
    if (!reasons) {
      owner = null;
      return;
    }
    const { section } = cell;
    const hidden = section && outermostHidden(section, agreed);
    const now = hidden ?? section ?? cells;
    const last = folds.at(-1);
    if (last && owner === now) {
      last.end = index + 1;
      last.minutes += cell.minutes;
      if (hidden) {
        return; // the section is the reason; what its cells ask on top doesn't matter
      }
      last.level = maximum(last.level, reasons.level);
      last.specializations = [...new Set([...last.specializations, ...reasons.specializations])];
      last.additionalReading ||= reasons.additionalReading;
    } else {
      folds.push({
        ...reasons,
        key: cell.id,
        start: index,
        end: index + 1,
        title: section?.title ?? null,
        isSection: cell.isHeading,
        minutes: cell.minutes
      });
    }
    owner = now;
  });
  return folds;
}

type Reasons = Pick<IFold, 'level' | 'specializations' | 'additionalReading'>;

/** Why the choice hides what asks this; null if it doesn't. */
function reasonsAgainst(demand: IDemand, choice: IChoice): Reasons | null {
  const level = demand.level > choice.level ? demand.level : null;
  const others =
    demand.specializations.length > 0 &&
    !demand.specializations.some(id => choice.specializations.includes(id));
  const additionalReading = demand.additionalReading && !choice.additionalReading;
  return level === null && !others && !additionalReading
    ? null
    : { level, specializations: others ? demand.specializations : [], additionalReading };
}

/** The largest hidden section around this one, itself included, with nothing shown between. */
function outermostHidden(section: ISectionFacts, choice: IChoice): ISectionFacts | null {
  let outermost: ISectionFacts | null = null;
  let at: ISectionFacts | null = section;
  while (at && reasonsAgainst(at, choice)) {
    outermost = at;
    at = at.above;
  }
  return outermost;
}

function maximum(one: Level | null, other: Level | null): Level | null {
  return one === null ? other : other === null ? one : (Math.max(one, other) as Level);
}
