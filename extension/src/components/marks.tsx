import type { TranslationBundle } from '@jupyterlab/translation';
import React from 'react';
import type { Catalog, Gpu, Kind, Level } from '../generated/catalog';
import { minutesWord } from '../label';
import { gpuWord } from '../reading/needs';
import type { Lacking } from '../reading/needs';
import { kindWord } from '../state';

/** Behind a title: kind, specializations and CUDA. */
export function Marks(props: {
  catalog: Catalog | null;
  specializations: readonly string[];
  kind?: Kind;
  gpu?: Gpu;
  /** What of it this machine lacks. */
  lacking?: Lacking;
  trans: TranslationBundle;
}): JSX.Element | null {
  const { catalog, specializations, kind = 'page', gpu = 'none', lacking = null, trans } = props;
  // A hand-in's state and buttons already say what it is.
  const word = kind === 'handin' ? null : kindWord(kind, trans);
  const asksGpu = gpu === 'cuda' || lacking !== null;
  if (word === null && specializations.length === 0 && !asksGpu) {
    return null;
  }
  return (
    <span className="uh-marks">
      {word !== null && <span className="uh-kind">{word}</span>}
      {specializations.map(id => {
        const known = catalog?.specializations.find(one => one.id === id);
        return (
          <abbr key={id} className="uh-mark" title={known?.title ?? id}>
            {known?.mark ?? id}
          </abbr>
        );
      })}
      {asksGpu && (
        <abbr
          className={`uh-mark ${lacking === null ? '' : 'uh-mark-lacking'}`}
          title={gpuWord(gpu, lacking, trans) ?? ''}
        >
          {lacking !== null && (
            <svg viewBox="0 0 16 16" width="10" height="10" focusable="false" aria-hidden="true">
              <path d="M8 2L14.5 13.5H1.5zM8 6.5v3M8 11.5v.3" />
            </svg>
          )}
          {gpu === 'cuda' ? trans.__('CUDA') : trans.__('GPU')}
        </abbr>
      )}
    </span>
  );
}

/** At the end of a row: level and minutes, where something else does not take their place. */
export function Facts(props: {
  level: Level;
  minutes: number | null;
  trans: TranslationBundle;
}): JSX.Element {
  const { level, minutes, trans } = props;
  const time = minutes === null ? null : minutesWord(minutes, trans);
  return (
    <span className="uh-facts">
      <span className="uh-level" title={trans.__('level %1', level)}>
        {level}
      </span>
      {minutes !== null && (
        <span
          className="uh-minutes"
          {...(time && { role: 'img', 'aria-label': time, title: time })}
        >
          {time && trans.__('%1′', Math.max(1, Math.round(minutes)))}
        </span>
      )}
    </span>
  );
}
