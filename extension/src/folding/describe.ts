import type { TranslationBundle } from '@jupyterlab/translation';
import type { Specialization } from '../generated/catalog';
import type { IFold } from './plan';

/** What a fold's line says. */
export interface IFoldText {
  /** `level 3`, `Computer graphics`: why it is hidden. */
  reasons: string[];
  title: string;
  /** `6 min`. */
  minutes: string;
}

/** A fold in words: `level 3`, `Occupancy and divergence`, `6 min`. */
export function describeFold(
  fold: IFold,
  specializations: readonly Specialization[],
  trans: TranslationBundle
): IFoldText {
  const names = fold.specializations.map(
    id => specializations.find(one => one.id === id)?.title ?? id
  );
  const minutes = Math.round(fold.minutes);
  return {
    reasons: [
      ...(fold.level === null ? [] : [trans.__('level %1', fold.level)]),
      ...names,
      ...(fold.additionalReading ? [trans.__('additional reading')] : [])
    ],
    title: titleOf(fold, trans),
    minutes: minutes < 1 ? trans.__('under 1 min') : trans.__('%1 min', minutes)
  };
}

function titleOf({ title, isSection, start, end }: IFold, trans: TranslationBundle): string {
  if (title === null) {
    return trans._n('%1 cell', '%1 cells', end - start);
  }
  return isSection ? title : trans.__('more on %1', title);
}
