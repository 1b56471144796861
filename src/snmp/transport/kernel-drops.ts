import type { Clock } from "../../base/index.ts";

/** @throws {Error} where there is no such file: other systems than Linux, and some containers */
export type ReadProcFile = (path: string) => Promise<string>;

interface KernelDropsHost {
  readonly clock: Clock;
  readonly readFile: ReadProcFile;
  /** Local ports of our open sockets, by address family. */
  readonly ports: () => Readonly<Record<4 | 6, readonly number[]>>;
  readonly onDrops: (datagrams: number) => void;
}

const FILES = { 4: "/proc/net/udp", 6: "/proc/net/udp6" } as const;
const LOOK_EVERY_MS = 10_000;

/**
 * Datagrams that the kernel has thrown away because our receive buffers were full. Without this, a buffer that is
 * too small, or an event loop too slow to empty it, looks like devices that do not answer.
 */
export class KernelDrops {
  readonly #host: KernelDropsHost;
  /** By family and port: a socket that was opened anew starts at zero. */
  #seen = new Map<string, number>();
  #nextLookMs = Number.NEGATIVE_INFINITY;
  #looking = false;

  constructor(host: KernelDropsHost) {
    this.#host = host;
  }

  /** Reads the counters, at most every ten seconds, and reports what has come since the last look. */
  look(): void {
    const nowMs = this.#host.clock.monotonicMs();
    if (this.#looking || nowMs < this.#nextLookMs) return;
    this.#looking = true;
    this.#nextLookMs = nowMs + LOOK_EVERY_MS;
    void this.#compare().finally(() => {
      this.#looking = false;
    });
  }

  async #compare(): Promise<void> {
    const ports = this.#host.ports();
    const [ipv4, ipv6] = [await this.#read(4, ports[4]), await this.#read(6, ports[6])];
    if (ipv4 === undefined || ipv6 === undefined) return; // unknown is not zero
    const counters = new Map([...ipv4, ...ipv6]);
    let fresh = 0;
    for (const [name, drops] of counters) {
      const before = this.#seen.get(name) ?? 0;
      fresh += drops >= before ? drops - before : drops;
    }
    this.#seen = counters;
    if (fresh > 0) this.#host.onDrops(fresh);
  }

  /** @returns undefined when it cannot be known */
  async #read(
    family: 4 | 6,
    ports: readonly number[],
  ): Promise<(readonly [name: string, drops: number])[] | undefined> {
    if (ports.length === 0) return [];
    try {
      const drops = dropsByPort(await this.#host.readFile(FILES[family]), new Set(ports));
      return [...drops].map(([port, count]) => [`${family} ${port}`, count]);
    } catch {
      return undefined;
    }
  }
}

/**
 * The column `drops`, the last of a line of /proc/net/udp, by local port. `local_address` is the second column:
 * address and port in hexadecimal with a colon between.
 */
export function dropsByPort(text: string, ports: ReadonlySet<number>): ReadonlyMap<number, number> {
  const found = new Map<number, number>();
  for (const line of text.split("\n").slice(1)) {
    const columns = line.trim().split(/\s+/);
    const port = Number.parseInt(columns[1]?.split(":")[1] ?? "", 16);
    const drops = Number(columns.at(-1));
    if (ports.has(port) && Number.isSafeInteger(drops)) found.set(port, (found.get(port) ?? 0) + drops);
  }
  return found;
}
