import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/base/index.ts";
import {
  compareOidBytes,
  decodeResponse,
  decodeScopedPdu,
  decodeV3Message,
  encodeV3Message,
  MALFORMED,
  numberAt,
  ResponseView,
  V3MessageView,
  VARBINDS_MAX,
} from "../../../src/snmp/wire/index.ts";
import { oidAt, suffixText, valueAt } from "../../../src/snmp/wire/varbind-access.ts";
import { BerReader, encodePdu, integer, octets, TAG, tlv } from "../../support/agent-codec.ts";
import { communityMessage, hex, pdus } from "./messages.ts";
import { Mutator, parseTree } from "./mutation.ts";

// Nearly valid messages, and what may never happen. FUZZ_CASES=1000000 FUZZ_SEED=… for a longer run; a failure names
// the message as hex, which becomes a test of its own.
const CASES = Number(process.env["FUZZ_CASES"] ?? 200_000);
const SEED = Number(process.env["FUZZ_SEED"] ?? 20_260_713);
const TIMEOUT_MS = 10_000 + CASES / 4;

const SAMPLES = fc
  .sample(pdus, { seed: SEED, numRuns: 400 })
  .filter(({ varbinds }) => communityMessage({ varbinds }).length < 1_500)
  .slice(0, 60);

type Decode = (bytes: Uint8Array, start: number, end: number, view: ResponseView) => string | undefined;

const COMMUNITY = SAMPLES.map((pdu) => parseTree(communityMessage(pdu)));
const SCOPED_BYTES = SAMPLES.map((pdu) =>
  tlv(TAG.sequence, octets(hex("80 00 1f 88 04")), octets("vlan-7"), encodePdu(TAG.report, pdu)),
);
const SCOPED = SCOPED_BYTES.map(parseTree);

/** What a decode came to, offsets included, as text to be compared. */
function summary(fault: string | undefined, view: ResponseView): string {
  let text = `${fault} ${view.requestId} ${view.errorStatus} ${view.count} ${view.malformed}`;
  for (let i = 0; i < view.count; i++) {
    text += ` ${view.oidStart[i]} ${view.oidEnd[i]} ${view.valueTag[i]} ${view.valueStart[i]} ${view.valueEnd[i]}`;
  }
  return text;
}

/** All that the view says lies within the message, in order, and can be asked for. @returns what is wrong */
function brokenPromise(view: ResponseView, end: number): string | undefined {
  if (view.oidStart.length > VARBINDS_MAX) return "arrays beyond the bound";
  let last = 0;
  let malformed = 0;
  for (let i = 0; i < view.count; i++) {
    const [oidStart, oidEnd] = [view.oidStart[i]!, view.oidEnd[i]!];
    const [valueStart, valueEnd] = [view.valueStart[i]!, view.valueEnd[i]!];
    if (!(last < oidStart && oidStart < oidEnd && oidEnd < valueStart && valueStart <= valueEnd))
      return "order";
    last = valueEnd;
    if (!/^[012]\.\d+(\.\d+){0,126}$/.test(oidAt(view, i))) return "name";
    if (suffixText(view, i, oidEnd - oidStart) !== "") return "suffix";
    if (compareOidBytes(view.bytes, oidStart, oidEnd, view.bytes, oidStart, oidEnd) !== 0)
      return "order of itself";
    const value = valueAt(view, i);
    if ((value === undefined) !== (view.valueTag[i] === MALFORMED)) return "value";
    if (value === undefined) malformed++;
    const number = numberAt(view, i);
    if (number !== undefined && typeof number === "number" && !Number.isSafeInteger(number)) return "number";
  }
  if (malformed !== view.malformed) return "malformed";
  return last <= end ? undefined : "outside";
}

/** What an independent reader makes of a message that ours accepts; it throws where it finds nothing. */
function secondOpinion(bytes: Uint8Array, end: number): string[] {
  const message = new BerReader(Buffer.from(bytes.subarray(0, end))).into(TAG.sequence);
  message.take();
  message.take(TAG.octets);
  const pdu = message.into(message.tag);
  pdu.integer();
  pdu.integer();
  pdu.integer();
  const list = pdu.into(TAG.sequence);
  const oids: string[] = [];
  while (!list.empty) oids.push(list.into(TAG.sequence).oid());
  return oids;
}

function failOf(what: string, { bytes }: Mutator, length: number): never {
  throw new Error(`${what}: ${Buffer.from(bytes.subarray(0, length)).toString("hex")}`);
}

function fuzz(decode: Decode, trees: readonly ReturnType<typeof parseTree>[], cases: number) {
  const mutator = new Mutator(seededRandom(SEED));
  const view = new ResponseView();
  const alone = new ResponseView();
  const faults = new Map<string, number>();
  for (let i = 0; i < cases; i++) {
    const length = mutator.mutate(trees[i % trees.length]!);
    const { bytes } = mutator;
    let fault: string | undefined;
    let broken: string | undefined;
    try {
      fault = decode(bytes, 0, length, view); // behind it stands what earlier messages left
      broken = fault === undefined ? brokenPromise(view, length) : undefined;
    } catch (error) {
      broken = `threw ${String(error)}`;
    }
    if (broken !== undefined) failOf(broken, mutator, length);
    faults.set(fault ?? "none", (faults.get(fault ?? "none") ?? 0) + 1);
    if (fault !== undefined && view.count > 0) failOf("varbinds in spite of a fault", mutator, length);
    if (i % 17 !== 0) continue;
    // The same message with nothing behind it: what is not read cannot make a difference.
    const exact = bytes.slice(0, length);
    if (summary(decode(exact, 0, length, alone), alone) !== summary(fault, view))
      failOf("read outside", mutator, length);
    if (fault === undefined && decode === decodeResponse) {
      const names = Array.from({ length: view.count }, (_, at) => oidAt(view, at));
      if (secondOpinion(bytes, length).join(" ") !== names.join(" ")) failOf("other names", mutator, length);
    }
  }
  return faults;
}

/** Octets that say so when one is asked for outside of [start, end). */
function guarded(bytes: Uint8Array, start: number, end: number): Uint8Array {
  return new Proxy(bytes, {
    get(target, key) {
      if (key === "length") return target.length;
      const at = Number(key);
      if (!(at >= start && at < end)) throw new Error(`asked for ${String(key)} outside [${start}, ${end})`);
      return target[at];
    },
  });
}

describe(`of ${CASES} mutated messages (seed ${SEED})`, () => {
  test(
    "no reply throws, lies about its ranges or depends on what stands behind it",
    () => {
      const faults = fuzz(decodeResponse, COMMUNITY, Math.ceil(CASES / 2));
      // The mutator is worth its name: it gets past each check, and to each fault.
      expect(faults.get("none")).toBeGreaterThan(CASES / 100);
      for (const fault of ["truncated", "bad-length", "unexpected-tag", "bad-integer", "bad-oid"] as const) {
        expect(faults.get(fault), fault).toBeGreaterThan(CASES / 10_000);
      }
      expect(faults.get("trailing-octets")).toBeGreaterThan(CASES / 10_000);
    },
    TIMEOUT_MS,
  );

  test(
    "no scoped PDU does",
    () => {
      expect(fuzz(decodeScopedPdu, SCOPED, Math.ceil(CASES / 4)).get("none")).toBeGreaterThan(CASES / 200);
    },
    TIMEOUT_MS,
  );

  test(
    "no v3 frame does",
    () => {
      const trees = SCOPED_BYTES.map((data, i) => parseTree(encodeV3Message(headerOf(i), data).bytes));
      const mutator = new Mutator(seededRandom(SEED));
      const view = new V3MessageView();
      let sound = 0;
      for (let i = 0; i < CASES / 4; i++) {
        const length = mutator.mutate(trees[i % trees.length]!);
        if (decodeV3Message(mutator.bytes, 0, length, view) !== undefined) continue;
        sound++;
        const ranges = [
          [view.engineIdStart, view.engineIdEnd],
          [view.userNameStart, view.userNameEnd],
          [view.authParametersStart, view.authParametersEnd],
          [view.privParametersStart, view.privParametersEnd],
          [view.dataStart, view.dataEnd],
          [view.messageEnd, length],
        ].flat();
        if (ranges.some((offset, at) => at > 0 && offset < ranges[at - 1]!)) {
          failOf("ranges", mutator, length);
        }
      }
      expect(sound).toBeGreaterThan(CASES / 100);
    },
    TIMEOUT_MS,
  );
});

const headerOf = (i: number) => ({
  msgId: i,
  maxSizeBytes: 65_507,
  flags: i % 2 === 0 ? 0 : 3,
  engineId: hex("80 00 1f 88 04"),
  boots: i,
  timeSeconds: i * 1_000,
  userName: Buffer.from("ops"),
  authParametersBytes: i % 2 === 0 ? 0 : 12,
  privParameters: Buffer.alloc(i % 2 === 0 ? 0 : 8),
});

test("no octet outside of the message is ever asked for", () => {
  const view = new ResponseView();
  const frame = new V3MessageView();
  for (const [decode, trees] of [
    [decodeResponse, COMMUNITY],
    [decodeScopedPdu, SCOPED],
  ] as const) {
    const mutator = new Mutator(seededRandom(SEED + 1));
    for (let i = 0; i < 3_000; i++) {
      const length = mutator.mutate(trees[i % trees.length]!);
      decode(guarded(mutator.bytes, 0, length), 0, length, view);
      decodeV3Message(guarded(mutator.bytes, 0, length), 0, length, frame);
    }
  }
  expect(() => guarded(Uint8Array.of(1, 2), 0, 1)[1]).toThrow("outside");
});

test("no octets at all throw: noise of any length", () => {
  const view = new ResponseView();
  const frame = new V3MessageView();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (noise) => {
      const message = tlv(TAG.sequence, integer(1), octets("public"), noise);
      for (const bytes of [noise, message]) {
        decodeResponse(bytes, 0, bytes.length, view);
        decodeScopedPdu(bytes, 0, bytes.length, view);
        expect(decodeV3Message(bytes, 0, bytes.length, frame)).toBeDefined();
      }
    }),
    { numRuns: 1_000 },
  );
});

test("a claimed length of 4 GiB reserves nothing, wherever it stands", () => {
  const message = communityMessage(SAMPLES[0]!);
  const view = new ResponseView();
  const before = process.memoryUsage().arrayBuffers;
  for (let at = 1; at < message.length; at++) {
    const bomb = Buffer.concat([message.subarray(0, at), hex("84 ff ff ff ff"), message.subarray(at + 1)]);
    decodeResponse(bomb, 0, bomb.length, view);
    expect(view.oidStart.length).toBeLessThanOrEqual(VARBINDS_MAX);
  }
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(64 * 1_024 * 1_024);
});
