import { setFlagsFromString } from "node:v8";

/**
 * Sets V8's heap for a service that polls: all objects begin in new space. Of this process, before it does its work.
 *
 * V8 watches at each place in the code whether what is made there lives on, and if so makes it in old space from then
 * on, for good. At the start thousands of polls are under way together and everything lives on; later each lives for
 * milliseconds, but is still made in old space, and until the next full collection whatever it links to is taken there
 * as well. `docs/performance.md` has the figures.
 */
export function tuneHeap(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
}
