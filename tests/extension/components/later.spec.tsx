import { act, render } from '@testing-library/react';
import React from 'react';
import { Later } from '../../../extension/src/components/later';

/** Draws a count at once and the same count later, and notes what was on the screen at each drawing. */
function setUp() {
  const drawn: string[] = [];
  const view = (count: number, of: unknown = count) => (
    <>
      <b>{count}</b>
      <Later of={of}>
        {() => {
          drawn.push(`${document.querySelector('b')?.textContent ?? ''} then ${count}`);
          return <i>{count}</i>;
        }}
      </Later>
    </>
  );
  return { drawn, view, ...render(view(1)) };
}

it('draws once the rest is on the screen', () => {
  const { drawn, view, rerender, container } = setUp();
  act(() => rerender(view(2)));
  expect(container.textContent).toBe('22');
  expect(drawn).toEqual([' then 1', '2 then 2']);
});

it('draws nothing anew for what is the same', () => {
  const { drawn, view, rerender, container } = setUp();
  act(() => rerender(view(3, 1)));
  expect(container.textContent).toBe('31');
  expect(drawn).toHaveLength(1);
});
