import type { LiveEvent } from "../../api/contract/index.ts";
import { SEAT_AGAIN_MS } from "./live-seats.ts";

/**
 * `away`: the service does not answer, and is asked again. `resting`: nobody looks at this page, or enough others of this
 * browser have a line; what it shows is asked for at its intervals.
 */
export type Connection = "connecting" | "live" | "away" | "resting";
export type Listener = (event: LiveEvent) => void;

const KINDS = ["device", "event", "configuration"] as const;
const AGAIN_AFTER_MS = 3_000;
const CLOSED = 2;

/** What of an EventSource is used. */
export interface Source {
  readonly readyState: number;
  addEventListener(kind: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

/** The page and the browser that the line is in. */
export interface LineHost {
  open(): Source;
  isHidden(): boolean;
  /** Calls back whenever `isHidden` may have changed. */
  onVisibility(changed: () => void): void;
  /** Takes or keeps a seat. @returns false while others have all of them */
  takeSeat(): boolean;
  leaveSeat(): void;
}

/** What changes in the service right now, on one line for the whole page. A page that nobody sees gives it up. */
export class LiveLine {
  readonly #host: LineHost;
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  readonly #returns = new Set<() => void>();
  #isWanted = false;
  #isWatching = false;
  #source: Source | undefined;
  #again: ReturnType<typeof setTimeout> | undefined;
  #nextLook: ReturnType<typeof setTimeout> | undefined;
  #hasMissed = false;
  connection: Connection = "connecting";

  constructor(host: LineHost) {
    this.#host = host;
  }

  start(): void {
    this.#isWanted = true;
    if (!this.#isWatching) this.#host.onVisibility(() => this.#look());
    this.#isWatching = true;
    this.#close();
    this.#look();
  }

  stop(): void {
    this.#isWanted = false;
    clearTimeout(this.#nextLook);
    this.#close();
    this.#set("connecting");
  }

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Called when the line is there again after it was lost: what was missed must be asked for. */
  onReturn(listener: () => void): () => void {
    this.#returns.add(listener);
    return () => this.#returns.delete(listener);
  }

  /** Opens the line, keeps it or gives it up, as somebody looks and a seat is free. */
  #look(): void {
    if (!this.#isWanted) return;
    clearTimeout(this.#nextLook);
    const isSeen = !this.#host.isHidden();
    if (isSeen) this.#nextLook = setTimeout(() => this.#look(), SEAT_AGAIN_MS);
    if (!isSeen || !this.#host.takeSeat()) this.#rest();
    else if (this.#source === undefined) this.#open();
  }

  #open(): void {
    const source = this.#host.open();
    this.#source = source;
    if (this.connection === "resting") this.#set("connecting");
    source.addEventListener("open", () => this.#opened());
    source.addEventListener("error", () => this.#lost(source));
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }) => this.#tell(JSON.parse(String(data)) as LiveEvent));
    }
  }

  #rest(): void {
    if (this.#source !== undefined) this.#close();
    this.#hasMissed = true;
    this.#set("resting");
  }

  #close(): void {
    clearTimeout(this.#again);
    this.#source?.close();
    this.#source = undefined;
    this.#host.leaveSeat();
  }

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #opened(): void {
    this.#set("live");
    if (!this.#hasMissed) return;
    this.#hasMissed = false;
    for (const listener of this.#returns) listener();
  }

  /** The browser tries again by itself, except when the answer was a refusal. */
  #lost(source: Source): void {
    if (source !== this.#source) return;
    this.#hasMissed = true;
    this.#set("away");
    if (source.readyState !== CLOSED) return;
    this.#again = setTimeout(() => this.#open(), AGAIN_AFTER_MS);
  }

  #set(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    for (const watcher of this.#watchers) watcher();
  }
}
