// Takes, for each key, how long the page's own work lasts until what changed is painted.
//
// The event's task runs, then (perhaps after waiting for the screen) the frame's: animation callbacks, style, layout,
// paint. A message posted in the event's task comes after it, one posted in an animation callback after the paint.
window.startTaking = types => {
  const taken = [];
  const soon = then => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = then;
    port2.postMessage(null);
  };
  const onEvent = event => {
    const begin = performance.now();
    let end = null;
    soon(() => {
      end = performance.now();
    });
    requestAnimationFrame(() => {
      const frame = performance.now();
      soon(() => {
        const painted = performance.now();
        const work = end !== null && end <= frame ? end - begin + (painted - frame) : painted - begin;
        taken.push({ work, whole: painted - event.timeStamp });
      });
    });
  };
  types.forEach(type => window.addEventListener(type, onEvent, true));
  // Chromium's own measure, in steps of 8 ms, as a cross-check.
  const events = [];
  const observer = new PerformanceObserver(list => {
    events.push(...list.getEntries().filter(entry => types.includes(entry.name)).map(entry => entry.duration));
  });
  observer.observe({ type: 'event', durationThreshold: 16 });
  window.stopTaking = () => {
    types.forEach(type => window.removeEventListener(type, onEvent, true));
    observer.disconnect();
    return { taken, events };
  };
};
