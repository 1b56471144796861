import { formatBytes } from "../words/units.ts";

/** What the service takes of an extension. */
const BYTES_MAX = 25 * 1024 * 1024;

/** Why a file need not be sent at all; undefined for one that may be. */
export function sizeProblem({
  name,
  size,
}: {
  readonly name: string;
  readonly size: number;
}): string | undefined {
  if (size === 0) return `${name} is empty. Choose another file.`;
  if (size <= BYTES_MAX) return undefined;
  return `${name} has ${formatBytes(size)}; at most ${formatBytes(BYTES_MAX)} are taken. Leave out of the package what is not needed.`;
}
