import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { LiveEvent } from "../../api/contract/index.ts";
import { Soon } from "./soon.ts";

// What changes in the service right now, on one line for the whole page.

/** `away`: the service does not answer, and is asked again. */
export type Connection = "connecting" | "live" | "away";
type Listener = (event: LiveEvent) => void;

const KINDS = ["device", "event", "configuration"] as const;
const AGAIN_AFTER_MS = 3_000;

class LiveLine {
  readonly #listeners = new Set<Listener>();
  readonly #watchers = new Set<() => void>();
  readonly #returns = new Set<() => void>();
  #source: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wasLive = false;
  connection: Connection = "connecting";

  start(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    const source = new EventSource("/api/snmpgate/live");
    this.#source = source;
    source.addEventListener("open", () => this.#opened());
    source.addEventListener("error", () => this.#lost(source));
    for (const kind of KINDS) {
      source.addEventListener(kind, ({ data }) => this.#tell(JSON.parse(String(data)) as LiveEvent));
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#source?.close();
    this.#source = undefined;
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

  #tell(event: LiveEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  #opened(): void {
    const returned = this.#wasLive && this.connection !== "live";
    this.#wasLive = true;
    this.#set("live");
    if (returned) for (const listener of this.#returns) listener();
  }

  /** The browser tries again by itself, except when the answer was a refusal. */
  #lost(source: EventSource): void {
    this.#set("away");
    if (source.readyState !== EventSource.CLOSED) return;
    this.#timer = setTimeout(() => this.start(), AGAIN_AFTER_MS);
  }

  #set(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    for (const watcher of this.#watchers) watcher();
  }
}

export const live = new LiveLine();

/** Calls the listener, always the newest, at each event until the component is gone. */
export function useLive(listener: Listener): void {
  const latest = useRef(listener);
  useEffect(() => {
    latest.current = listener;
  });
  useEffect(() => live.listen((event) => latest.current(event)), []);
}

const SOON_MS = 500;

/** Asks anew soon after an event that concerns it: of the hundreds that a bulk change makes, once for all. */
export function useLiveRefresh(
  concerns: (event: LiveEvent) => boolean,
  refresh: () => Promise<unknown>,
): void {
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  });
  const [soon] = useState(() => new Soon(() => latest.current(), SOON_MS));
  useEffect(() => () => soon.stop(), [soon]);
  useLive((event) => {
    if (concerns(event)) soon.ask();
  });
}

export function useConnection(): Connection {
  return useSyncExternalStore(
    (watcher) => live.watch(watcher),
    () => live.connection,
  );
}
