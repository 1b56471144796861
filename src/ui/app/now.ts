import { useEffect, useState } from "react";

/** Milliseconds since the epoch, as this computer has them: the one place where the UI asks. */
export const now = (): number => Date.now();

/** The time, again every `everyMs`: for what is said relative to it. */
export function useNow(everyMs = 5_000): number {
  const [time, setTime] = useState(now);
  useEffect(() => {
    const timer = setInterval(() => setTime(now()), everyMs);
    return () => clearInterval(timer);
  }, [everyMs]);
  return time;
}
