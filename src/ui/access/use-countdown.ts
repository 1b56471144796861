import { useEffect, useState } from "react";

const SECOND_MS = 1_000;

/** Whole seconds that are left, and what sets them; they pass by themselves. */
export function useCountdown(): readonly [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  useEffect(() => {
    if (left <= 0) return undefined;
    const timer = setTimeout(() => setLeft(left - 1), SECOND_MS);
    return () => clearTimeout(timer);
  }, [left]);
  return [left, setLeft];
}
