import { expect, test } from "vitest";
import { type Random, seededRandom } from "../../../src/base/index.ts";
import type { Receiver } from "../../../src/snmp/transport/channel.ts";
import { PendingIds } from "../../../src/snmp/transport/pending-ids.ts";
import { REQUEST_ID_MAX, REQUEST_ID_MIN } from "../../../src/snmp/wire/index.ts";

const receiver = (): Receiver => ({ receive: () => undefined }) as unknown as Receiver;
const always = (value: number): Random => ({ next: () => value });

test("ids take four octets, so that a request's length does not depend on them", () => {
  for (const [value, id] of [
    [0, REQUEST_ID_MIN],
    [1 - Number.EPSILON / 2, REQUEST_ID_MAX],
  ] as const) {
    expect(new PendingIds(always(value)).add("request-id", receiver())).toBe(id);
  }
});

test("ids come from the random source: the same seed, the same ids", () => {
  const idsOf = (seed: number) => {
    const ids = new PendingIds(seededRandom(seed));
    return [1, 2, 3].map(() => ids.add("msgID", receiver()));
  };
  expect(idsOf(1)).toEqual(idsOf(1));
  expect(idsOf(1)).not.toEqual(idsOf(2));
});

test("no two that wait have one id, even when chance says so, around the end too", () => {
  const ids = new PendingIds(always(1 - Number.EPSILON / 2));
  const [first, second] = [receiver(), receiver()];
  expect([ids.add("request-id", first), ids.add("request-id", second)]).toEqual([
    REQUEST_ID_MAX,
    REQUEST_ID_MIN,
  ]);
  expect(ids.get("request-id", REQUEST_ID_MAX)).toBe(first);
  expect(ids.get("request-id", REQUEST_ID_MIN)).toBe(second);
});

test("request-ids and msgIDs do not answer for each other", () => {
  const ids = new PendingIds(always(0.5));
  const id = ids.add("request-id", receiver());
  expect(ids.get("msgID", id)).toBeUndefined();
});

test("an id that was removed is nobody's", () => {
  const ids = new PendingIds(seededRandom(1));
  const id = ids.add("msgID", receiver());
  ids.remove("msgID", id);
  ids.remove("msgID", id);
  expect(ids.get("msgID", id)).toBeUndefined();
});
