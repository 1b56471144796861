/** Seconds until the next try to sign in counts, as the service says it; undefined when nobody is locked out. */
export function lockedSeconds(message: string): number | undefined {
  const match = /the next try counts in (\d+) seconds/.exec(message);
  return match === null ? undefined : Number(match[1]);
}
