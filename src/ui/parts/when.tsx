import { useNow } from "../app/now.ts";
import { exactTime, relativeTime } from "../words/time.ts";

/** A moment, relative; the exact one on hover. @param at  milliseconds since the epoch */
export function When({ at, never = "never" }: { readonly at: number | undefined; readonly never?: string }) {
  const now = useNow();
  if (at === undefined) return <span>{never}</span>;
  return (
    <time dateTime={new Date(at).toISOString()} title={exactTime(at)} className="num">
      {relativeTime(at, now)}
    </time>
  );
}
