import React from 'react';
import { letterRanges } from '../find/fuzzy';
import { findRanges, joinRanges } from '../find/search';
import type { IFoundWords } from '../find/search';

/** A text with what was searched marked. */
export const Highlighted = React.memo(function Highlighted(props: {
  text: string;
  words: IFoundWords;
}): JSX.Element {
  const { text, words } = props;
  if (words.terms.length === 0) {
    return <>{text}</>;
  }
  const ranges = joinRanges([
    ...findRanges(text, words.terms),
    ...words.letters.flatMap(word => letterRanges(text, word))
  ]);
  const pieces: React.ReactNode[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
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
});
