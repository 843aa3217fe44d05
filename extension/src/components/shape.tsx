import React from 'react';
import type { Shape } from '../state';

/** Each outline differs from the others, so that colour only repeats what the shape says. */
const DRAWINGS: Record<Shape, JSX.Element> = {
  unopened: <circle cx="8" cy="8" r="5.5" />,
  started: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path className="uh-fill" d="M8 2.5a5.5 5.5 0 0 1 0 11z" />
    </>
  ),
  read: (
    <>
      <circle cx="8" cy="8" r="5.5" />
      <path className="uh-fill" d="M8 2.5a5.5 5.5 0 0 1 0 11 5.5 5.5 0 0 1 -5.5 -5.5H8z" />
    </>
  ),
  done: <path d="M2.5 8.5l3.5 4 7.5-9" />,
  'not-released': <circle cx="8" cy="8" r="5.5" strokeDasharray="2.2 2.2" />,
  released: <path d="M8 2v8M4.5 7L8 10.5 11.5 7M2.5 13.5h11" />,
  fetched: <path d="M3 13l.8-3L11 2.8 13.2 5 6 12.2zM9.4 4.4l2.2 2.2" />,
  'handed-in': <path d="M8 10.5V2.5M4.5 6L8 2.5 11.5 6M2.5 13.5h11" />,
  graded: <path d="M2.5 2.5h11v11h-11zM5 8.2l2.2 2.4L11 5.6" />
};

/** The drawing of a state; the word stands beside it, or in the row's name and hint. */
export function StateShape({ shape }: { shape: Shape }): JSX.Element {
  return (
    <svg
      className="uh-shape"
      data-shape={shape}
      viewBox="0 0 16 16"
      focusable="false"
      aria-hidden="true"
    >
      {DRAWINGS[shape]}
    </svg>
  );
}
