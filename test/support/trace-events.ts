import { type Oid, oid } from "../../src/smi/index.ts";
import type { TraceEvent } from "../../src/snmp/index.ts";

// Trace events with plain defaults: device sw1:161, ask 1, request 7, at 0 ms.

type Kind<K extends TraceEvent["kind"]> = Extract<TraceEvent, { kind: K }>;
type Loose<T> = T extends unknown
  ? Omit<T, "atMs" | "device"> & Partial<Pick<TraceEvent, "atMs" | "device">>
  : never;

export const aTrace = (event: Loose<TraceEvent>): TraceEvent => ({
  atMs: 0,
  device: "sw1:161",
  ...event,
});

export const aSent = (parts: Partial<Kind<"sent">> = {}): TraceEvent => ({
  atMs: 0,
  device: "sw1:161",
  kind: "sent",
  ask: 1,
  attempt: 1,
  pdu: "get",
  requestId: 7,
  oids: [oid("1.3.6.1.2.1.1.3.0")],
  nonRepeaters: 0,
  maxRepetitions: 0,
  bytes: 82,
  ...parts,
});

export const aReceived = (parts: Partial<Kind<"received">> = {}): TraceEvent => ({
  atMs: 0,
  device: "sw1:161",
  kind: "received",
  ask: 1,
  requestId: 7,
  rttMs: 2,
  bytes: 90,
  errorStatus: 0,
  errorIndex: 0,
  varbinds: [],
  late: false,
  ...parts,
});

export const aVarbind = (
  at: string,
  type = "Integer32",
  text = "1",
): { readonly oid: Oid; readonly type: string; readonly text: string } => ({ oid: oid(at), type, text });
