import { now, useNow } from "../app/now.ts";
import { exactTime, relativeTime } from "../words/time.ts";

/** A moment, relative; the exact one on hover. @param at  milliseconds since the epoch */
export function When({ at, never = "never" }: { readonly at: number | undefined; readonly never?: string }) {
  const tick = useNow();
  if (at === undefined) return <span>{never}</span>;
  // What is newer than the tick has just happened, and does not lie ahead.
  const reference = at > tick ? now() : tick;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)} className="num">
      {relativeTime(at, reference)}
    </time>
  );
}
