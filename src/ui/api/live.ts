import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { LiveEvent } from "../../api/contract/index.ts";
import { now } from "../app/now.ts";
import { type Connection, type Listener, LiveLine } from "./live-line.ts";
import { leaveSeat, type SeatStorage, takeSeat } from "./live-seats.ts";
import { Soon } from "./soon.ts";

/** Tells the pages of this browser apart. */
const ME = Array.from(crypto.getRandomValues(new Uint8Array(8)), (byte) => byte.toString(16)).join("");

/** A browser that keeps nothing throws when it is asked, which seats allow for. */
const storage: SeatStorage = {
  getItem: (key) => localStorage.getItem(key),
  setItem: (key, text) => localStorage.setItem(key, text),
};

export const live = new LiveLine({
  open: () => new EventSource("/api/snmpgate/live"),
  isHidden: () => document.visibilityState === "hidden",
  onVisibility: (changed) => document.addEventListener("visibilitychange", changed),
  takeSeat: () => takeSeat(storage, ME, now()),
  leaveSeat: () => leaveSeat(storage, ME, now()),
});

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
