import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveLine, type Source } from "../../../src/ui/api/live-line.ts";
import { leaveSeat, SEAT_AGAIN_MS, SEATS, takeSeat } from "../../../src/ui/api/live-seats.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const OPEN = 1;
const CLOSED = 2;

/** As a browser has it: told by name, silent once closed. */
class FakeSource implements Source {
  readyState = 0;
  isClosed = false;
  readonly #listeners = new Map<string, (event: { readonly data?: unknown }) => void>();

  addEventListener(kind: string, listener: (event: { readonly data?: unknown }) => void): void {
    this.#listeners.set(kind, listener);
  }
  close(): void {
    this.isClosed = true;
  }
  tell(kind: string, data?: unknown): void {
    if (!this.isClosed) this.#listeners.get(kind)?.({ data: JSON.stringify(data) });
  }
  opens(): void {
    this.readyState = OPEN;
    this.tell("open");
  }
  refuses(): void {
    this.readyState = CLOSED;
    this.tell("error");
  }
}

/** A page of a browser whose pages share `seats`. */
function page(seats = new Map<string, string>(), me = "me") {
  const storage = {
    getItem: (key: string) => seats.get(key) ?? null,
    setItem: (key: string, value: string) => void seats.set(key, value),
  };
  const sources: FakeSource[] = [];
  let hidden = false;
  let changed = (): void => undefined;
  const line = new LiveLine({
    open: () => sources[sources.push(new FakeSource()) - 1]!,
    isHidden: () => hidden,
    onVisibility: (listener) => (changed = listener),
    takeSeat: () => takeSeat(storage, me, Date.now()),
    leaveSeat: () => leaveSeat(storage, me, Date.now()),
  });
  const onReturn = vi.fn<() => void>();
  line.onReturn(onReturn);
  const look = (isHidden: boolean): void => {
    hidden = isHidden;
    changed();
  };
  return { line, sources, onReturn, hide: () => look(true), show: () => look(false) };
}

test("a page that nobody sees gives up its line, and asks for what it missed when somebody looks again", () => {
  const { line, sources, onReturn, hide, show } = page();
  line.start();
  sources[0]!.opens();
  hide();
  expect(sources[0]!.isClosed).toBe(true);
  expect(line.connection).toBe("resting");
  show();
  sources[1]!.opens();
  expect(line.connection).toBe("live");
  expect(onReturn).toHaveBeenCalledTimes(1);
});

test("a page that is opened in the background opens no line until it is looked at", () => {
  const { line, sources, hide, show } = page();
  hide();
  line.start();
  expect(sources).toEqual([]);
  show();
  expect(sources).toHaveLength(1);
});

test("of many pages in sight a few have a line, and one that closes leaves its place to the next", async () => {
  const seats = new Map<string, string>();
  const pages = Array.from({ length: SEATS + 1 }, (_, i) => page(seats, `page ${i}`));
  for (const { line } of pages) line.start();
  expect(pages.map(({ sources }) => sources.length)).toEqual([...Array.from({ length: SEATS }, () => 1), 0]);
  expect(pages.at(-1)!.line.connection).toBe("resting");
  await vi.advanceTimersByTimeAsync(10 * SEAT_AGAIN_MS);
  expect(pages.at(-1)!.sources).toEqual([]);
  pages[0]!.hide();
  await vi.advanceTimersByTimeAsync(SEAT_AGAIN_MS);
  expect(pages.at(-1)!.sources).toHaveLength(1);
});

test("the seat of a page that crashed is free after a while, and so is one from before the clock was set back", () => {
  const storage = {
    kept: "{}",
    getItem: () => storage.kept,
    setItem: (_: string, text: string) => void (storage.kept = text),
  };
  for (let i = 0; i < SEATS; i += 1) expect(takeSeat(storage, `crashed ${i}`, 1_000)).toBe(true);
  expect(takeSeat(storage, "me", 2_000)).toBe(false);
  expect(takeSeat(storage, "me", 1_000 + 4 * SEAT_AGAIN_MS)).toBe(true);
  for (let i = 1; i < SEATS; i += 1) takeSeat(storage, `ahead ${i}`, 100_000);
  expect(takeSeat(storage, "another", 50_000)).toBe(true);
});

test("whatever stands in storage, a page gets its line", () => {
  const refuses = () => {
    throw new Error("blocked");
  };
  expect(takeSeat({ getItem: () => "no JSON", setItem: () => undefined }, "me", 1)).toBe(true);
  expect(takeSeat({ getItem: () => "null", setItem: () => undefined }, "me", 1)).toBe(true);
  expect(takeSeat({ getItem: refuses, setItem: refuses }, "me", 1)).toBe(true);
});

test("a line that was refused is tried again, and one that came back tells so", async () => {
  const { line, sources, onReturn } = page();
  line.start();
  sources[0]!.opens();
  expect(onReturn).not.toHaveBeenCalled();
  sources[0]!.refuses();
  expect(line.connection).toBe("away");
  await vi.advanceTimersByTimeAsync(3_000);
  sources[1]!.opens();
  expect(onReturn).toHaveBeenCalledTimes(1);
});

test("after a stop nothing is opened, looked at or not", async () => {
  const { line, sources, hide, show } = page();
  line.start();
  sources[0]!.refuses();
  line.stop();
  hide();
  show();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sources).toHaveLength(1);
});
