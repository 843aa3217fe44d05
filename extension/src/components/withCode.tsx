import React from 'react';

/** A text in which what stands in `back ticks` is code; nothing else in it means anything. */
export function WithCode(props: { text: string }): JSX.Element {
  const parts = props.text.split(/`([^`]+)`/);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <code key={index}>{part}</code> : <span key={index}>{part}</span>
      )}
    </>
  );
}
