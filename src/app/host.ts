import type { Clock, Random } from "../base/index.ts";

/** What the host gives: the only things the composition takes from outside its files. */
export interface Host {
  readonly clock: Clock;
  readonly random: Random;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly stdout: NodeJS.WritableStream;
}
