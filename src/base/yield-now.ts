const waiting: (() => void)[] = [];

/**
 * Lets what is ready (sockets, timers, promises) run before long work goes on. Of several long works one goes on in
 * each turn of the event loop, so that together they hold it no longer than one alone.
 */
export function yieldNow(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(next);
  });
}

function next(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(next);
}
