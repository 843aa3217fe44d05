import type { Level } from '../generated/catalog';
import type { Progress } from '../generated/progress';

type LevelChange = Pick<Progress, 'level' | 'known_level'>;

/** How long several steps count as one: the arrow keys pass each level on the way, in milliseconds. */
const ONE_CHANGE = 60_000;

/** Keeps the level before, once it is raised, so that what is new can be told apart. */
export class LevelChanges {
  /**
   * What choosing a level changes; somebody who has opened nothing knows no level yet.
   *
   * @param now - in milliseconds.
   */
  choose(level: Level, progress: Progress | null, now: number): LevelChange {
    if (!progress || level <= progress.level || Object.keys(progress.pages).length === 0) {
      return { level };
    }
    const isSame = now - this._at < ONE_CHANGE;
    this._from = isSame ? Math.min(this._from, progress.level) : progress.level;
    this._at = now;
    return { level, known_level: this._from };
  }

  private _at = -Infinity;
  private _from = 0;
}
