import type { RemoteWrite } from "../../prometheus/index.ts";
import type { Outcome } from "../sink.ts";

/** What the other side said to one request. */
export type Said =
  | { readonly kind: "taken" }
  /** 400: something in the request is wrong, and receivers may have stored the rest of it or nothing at all. */
  | { readonly kind: "refused"; readonly reason: string }
  /** Nothing about the samples. */
  | { readonly kind: "failed"; readonly outcome: Outcome };

export interface Refused {
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

export type SearchResult =
  | { readonly kind: "done"; readonly refused: readonly Refused[] }
  | { readonly kind: "failed"; readonly outcome: Outcome };

/** How hard to look. Requests are at most `singles + 2 × parts` and a few on the way down. */
export interface Effort {
  /** Requests after which a part is given up as a whole, so that a batch does not take thousands of them. */
  readonly singles: number;
  /** Into so many parts a batch is always cut. */
  readonly parts: number;
}

export const FULL_EFFORT: Effort = { singles: 100, parts: 64 };
/** After a batch of which nothing was taken: the next one is probably like it. */
export const LOW_EFFORT: Effort = { singles: 0, parts: 2 };

/**
 * Sends the entries of a batch. Prometheus drops a whole request for one sample that is out of order or too old
 * (2.42 rolls it back), so a refused request is sent again in halves, down to the samples to blame. Halves go in their
 * order: a later sample of a series must not arrive before an earlier one.
 */
export async function sendSearching(
  batch: Pick<RemoteWrite, "entries" | "encode">,
  post: (body: Uint8Array) => Promise<Said>,
  { singles, parts }: Effort,
): Promise<SearchResult> {
  const refused: Refused[] = [];
  const ahead = [{ from: 0, to: batch.entries }];
  let requests = 0;
  for (let part = ahead.pop(); part !== undefined; part = ahead.pop()) {
    const { from, to } = part;
    const said = await post(batch.encode(from, to));
    requests += 1;
    if (said.kind === "failed") return said;
    if (said.kind === "taken") continue;
    const isWorthCutting = requests < singles || (to - from) * parts > batch.entries;
    if (to - from > 1 && isWorthCutting) {
      const middle = (from + to) >>> 1;
      ahead.push({ from: middle, to }, { from, to: middle });
    } else {
      refused.push({ from, to, reason: said.reason });
    }
  }
  return { kind: "done", refused };
}
