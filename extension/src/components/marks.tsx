import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Catalog, Gpu, Kind, Level } from '../generated/catalog';
import { minutesWord } from '../label';
import { kindWord } from '../state';

interface IMarksProps {
  catalog: Catalog | null;
  specializations: readonly string[];
  kind: Kind;
  gpu: Gpu;
  level: Level;
  minutes: number;
  trans: TranslationBundle;
}

/** What stands right of a title: kind, specializations, CUDA, level and minutes. */
export function Marks(props: IMarksProps): JSX.Element {
  const { catalog, specializations, kind, gpu, level, minutes, trans } = props;
  const kindText = kindWord(kind, trans);
  const time = minutesWord(minutes, trans);
  return (
    <span className="uh-facts">
      <span className="uh-marks">
        {kindText !== null && <span className="uh-kind">{kindText}</span>}
        {specializations.map(id => {
          const known = catalog?.specializations.find(one => one.id === id);
          return (
            <abbr key={id} className="uh-mark" title={known?.title ?? id}>
              {known?.mark ?? id}
            </abbr>
          );
        })}
        {gpu === 'cuda' && (
          <abbr className="uh-mark uh-mark-gpu" title={trans.__('Needs an Nvidia GPU with CUDA')}>
            {trans.__('CUDA')}
          </abbr>
        )}
      </span>
      <span className="uh-level" title={trans.__('level %1', level)}>
        {level}
      </span>
      <span className="uh-minutes">
        {time !== null && (
          <span role="img" aria-label={time} title={time}>
            {trans.__('%1′', Math.max(1, Math.round(minutes)))}
          </span>
        )}
      </span>
    </span>
  );
}
