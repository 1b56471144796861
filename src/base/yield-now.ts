/** Lets what is ready (sockets, timers, promises) run before long work goes on. */
export function yieldNow(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
