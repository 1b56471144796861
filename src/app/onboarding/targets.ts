import { isIP } from "node:net";
import { canonicalHost, hostProblem } from "../../config/index.ts";
import { expandRange, TARGETS_MAX } from "./address-range.ts";

/** One place to ask. */
export interface Target {
  /** As it is shown: the host, with the port where the text has one. */
  readonly text: string;
  readonly host: string;
  readonly port: number;
}

export interface ParsedTargets {
  /** In the order of the text, each host and port once. */
  readonly targets: readonly Target[];
  /** How many were named before already. */
  readonly duplicates: number;
  /** What is no target, each with its line and text. */
  readonly problems: readonly string[];
}

const PORT_MAX = 65_535;
/** More would bury what matters. */
const PROBLEMS_MAX = 20;

/**
 * Reads a list of devices: addresses, names, ranges (`192.0.2.10-20`, `192.0.2.10-192.0.2.40`), networks
 * (`192.0.2.0/24`, host bits may be set), each but networks and ranges also with `:port`; separated by white space,
 * commas or semicolons; `#` begins a comment.
 * @param defaultPort  of targets without one
 * @returns at most `TARGETS_MAX` targets; what goes beyond is a problem, too
 */
export function parseTargets(text: string, defaultPort: number): ParsedTargets {
  const list = new TargetList(defaultPort);
  for (const [i, line] of text.split(/\r\n|\r|\n/).entries()) {
    const words = line
      .replace(/#.*$/, "")
      .split(/[\s,;]+/)
      .map((word) => word.replace(/^(["'])(.*)\1$/, "$2"))
      .filter((word) => word !== "");
    for (const word of words) list.add(word, i + 1);
  }
  return list.result();
}

class TargetList {
  readonly #defaultPort: number;
  readonly #targets = new Map<string, Target>();
  readonly #problems: string[] = [];
  #problemCount = 0;
  #duplicates = 0;
  #left = 0;

  constructor(defaultPort: number) {
    this.#defaultPort = defaultPort;
  }

  add(word: string, line: number): void {
    const read = readWord(word);
    if ("problem" in read) {
      this.#problemCount += 1;
      const shown = word.length > 100 ? `${word.slice(0, 100)}…` : word;
      if (this.#problems.length < PROBLEMS_MAX) this.#problems.push(`line ${line}: ${shown} ${read.problem}`);
      return;
    }
    for (const host of read.hosts) this.#addHost(host, read.port);
  }

  result(): ParsedTargets {
    const problems = [...this.#problems];
    const more = this.#problemCount - problems.length;
    if (more > 0) problems.push(`${more} more are no targets either.`);
    if (this.#left > 0) {
      problems.push(
        `${this.#left} targets beyond the first ${TARGETS_MAX} are left out. Start another check for them.`,
      );
    }
    return { targets: [...this.#targets.values()], duplicates: this.#duplicates, problems };
  }

  #addHost(host: string, ownPort: number | undefined): void {
    const port = ownPort ?? this.#defaultPort;
    const key = `${canonicalHost(host)} ${port}`;
    if (this.#targets.has(key)) {
      this.#duplicates += 1;
      return;
    }
    if (this.#targets.size >= TARGETS_MAX) {
      this.#left += 1;
      return;
    }
    this.#targets.set(key, { text: ownPort === undefined ? host : withPort(host, port), host, port });
  }
}

const withPort = (host: string, port: number): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

type Word =
  | { readonly hosts: readonly string[]; readonly port: number | undefined }
  | { readonly problem: string };

function readWord(word: string): Word {
  const range = expandRange(word);
  if (range !== undefined) return "problem" in range ? range : { hosts: range.addresses, port: undefined };
  const { host, port } = splitPort(word);
  if (port !== undefined && (port < 1 || port > PORT_MAX)) {
    return { problem: `has no port from 1 to ${PORT_MAX}. Write host:161, or leave the port out.` };
  }
  const problem = hostProblem(host);
  return problem === undefined ? { hosts: [host], port } : { problem: `${problem}.` };
}

/** `[IPv6]:port` and `host:port`; an IPv6 address without brackets has no port. */
function splitPort(word: string): { readonly host: string; readonly port: number | undefined } {
  if (isIP(word) === 6) return { host: word, port: undefined };
  const parts = /^(?:\[([^\]]+)\]|([^:[\]]+))(?::(\d{1,9}))?$/.exec(word);
  if (parts === null) return { host: word, port: undefined };
  const [, bracketed, plain, port] = parts;
  return { host: bracketed ?? plain ?? "", port: port === undefined ? undefined : Number(port) };
}
