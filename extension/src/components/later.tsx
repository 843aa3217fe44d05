import React, { useDeferredValue } from 'react';

interface ILaterProps {
  /** What it is drawn from; it is drawn anew only if this is another. */
  of: unknown;
  children: () => JSX.Element | null;
}

/**
 * What is drawn once the rest is on the screen.
 *
 * What a student types or chooses shows in the tree at once; counts and sums may follow it.
 */
export function Later({ of, children }: ILaterProps): JSX.Element {
  return <Drawn of={useDeferredValue(of)}>{children}</Drawn>;
}

const Drawn = React.memo(
  function Drawn({ children }: ILaterProps) {
    return children();
  },
  (before, after) => before.of === after.of
);
