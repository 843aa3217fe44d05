import React from 'react';
import { findRanges } from '../search';

/** A text with the searched words marked. */
export function Highlighted(props: { text: string; words: readonly string[] }): JSX.Element {
  const { text, words } = props;
  const pieces: React.ReactNode[] = [];
  let at = 0;
  for (const { start, end } of findRanges(text, words)) {
    pieces.push(
      text.slice(at, start),
      <mark key={start} className="uh-found">
        {text.slice(start, end)}
      </mark>
    );
    at = end;
  }
  return (
    <>
      {pieces}
      {text.slice(at)}
    </>
  );
}
