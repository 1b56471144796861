import { setFlagsFromString } from "node:v8";

/** How much the heap may grow by before it is collected again. V8 would let it double, and more. */
const GROWTH_PERCENT = 40;

/**
 * Sets V8's heap for a service that polls, for all threads. To be called before there is work.
 *
 * All objects begin in new space: V8 watches at each place in the code whether what is made there lives on, and if so
 * makes it in old space from then on, for good. At the start thousands of polls are under way together and everything
 * lives on; later each lives for milliseconds, but would still be made in old space, and until the next full collection
 * whatever it links to would be taken there as well. With that little in old space, full collections are rare, and the
 * heap need not grow far between them. `docs/performance.md` has the figures.
 */
export function tuneHeap(): void {
  setFlagsFromString("--no-allocation-site-pretenuring");
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`);
}
