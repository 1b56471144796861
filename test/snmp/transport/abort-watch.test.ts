import { expect, test } from "vitest";
import { AbortWatch } from "../../../src/snmp/transport/abort-watch.ts";

/** A signal that counts who listens to it. */
class CountedSignal extends EventTarget {
  listeners = 0;

  override addEventListener(...args: Parameters<EventTarget["addEventListener"]>): void {
    this.listeners++;
    super.addEventListener(...args);
  }

  override removeEventListener(...args: Parameters<EventTarget["removeEventListener"]>): void {
    this.listeners--;
    super.removeEventListener(...args);
  }
}

test("an abort reaches all that were added, once, with its reason", () => {
  const watch = new AbortWatch();
  const controller = new AbortController();
  const reasons: unknown[] = [];
  for (let i = 0; i < 3; i++) watch.add(controller.signal, { abort: (reason) => reasons.push(reason) });
  controller.abort("enough");
  controller.abort("again");
  expect(reasons).toEqual(["enough", "enough", "enough"]);
});

test("a thousand on one signal are one listener, and none when all are gone", () => {
  const watch = new AbortWatch();
  const counted = new CountedSignal();
  const signal = counted as unknown as AbortSignal;
  const all = Array.from({ length: 1_000 }, () => ({ abort: () => undefined }));
  for (const each of all) watch.add(signal, each);
  expect(counted.listeners).toBe(1);
  for (const each of all) watch.remove(signal, each);
  expect(counted.listeners).toBe(0);
});

test("one that was removed is left alone", () => {
  const watch = new AbortWatch();
  const controller = new AbortController();
  let aborted = 0;
  const [gone, there] = [{ abort: () => void (aborted += 1) }, { abort: () => void (aborted += 10) }];
  watch.add(controller.signal, gone);
  watch.add(controller.signal, there);
  watch.remove(controller.signal, gone);
  watch.remove(controller.signal, gone);
  controller.abort();
  expect(aborted).toBe(10);
});
