import { type Agent, answer, strikes, versionsOf } from "./agent.ts";
import { encodeArcs, encodeInteger, TAG, tlv } from "./ber.ts";
import { isDead } from "./faults.ts";
import {
  ERROR_STATUS,
  encodeResponse,
  failure,
  REPORT_TAG,
  RESPONSE_OVERHEAD_BYTES,
  type RequestPdu,
  readRequest,
} from "./pdu.ts";
import type { LocalizeKeys, V3User } from "./usm-keys.ts";
import { encodeScopedPdu, FLAG, readScopedPdu, type ScopedPdu, type V3Message } from "./v3-message.ts";
import { createIdentity, seal } from "./v3-seal.ts";
import { contextsOf, engineIdOf, type LocalUser, textOf, usersOf } from "./v3-tables.ts";
import { unlock } from "./v3-unlock.ts";

/** What a Report says, with the counter that carries it (RFC 3414 §5, RFC 3412 §5, RFC 3413 §4.1.2). */
const REPORTS = Object.freeze({
  unsupportedSecLevels: "1.3.6.1.6.3.15.1.1.1.0",
  notInTimeWindows: "1.3.6.1.6.3.15.1.1.2.0",
  unknownUserNames: "1.3.6.1.6.3.15.1.1.3.0",
  unknownEngineIds: "1.3.6.1.6.3.15.1.1.4.0",
  wrongDigests: "1.3.6.1.6.3.15.1.1.5.0",
  decryptionErrors: "1.3.6.1.6.3.15.1.1.6.0",
  unknownPduHandlers: "1.3.6.1.6.3.11.2.1.3.0",
  unknownContexts: "1.3.6.1.6.3.12.1.5.0",
});
export type ReportName = keyof typeof REPORTS;

/** An SNMPv3 engine: agents behind one engineID, told apart by context name. */
export interface V3Engine {
  readonly engineId: Uint8Array;
  readonly reports: Readonly<Record<ReportName, number>>;
  /** Undefined when nothing is to be sent. `agent` is who answers: the engine's first for a Report. */
  receive(
    message: V3Message,
    bytes: Uint8Array,
    nowMs: number,
  ): { readonly agent: Agent; readonly reply: Uint8Array } | undefined;
}

export interface V3EngineOptions {
  /** The engine's only agent answers in the default context too. */
  readonly own: boolean;
  readonly maxReplyBytes: number;
  readonly localizeKeys: LocalizeKeys;
}

/** A request that came through all of USM's checks. */
interface Opened {
  readonly request: V3Message;
  readonly bytes: Uint8Array;
  readonly nowMs: number;
  readonly local: LocalUser;
  readonly scoped: ScopedPdu;
  readonly pdu: RequestPdu;
}

/** Header data, security parameters without names, scopedPDU header, cipher padding: at most. */
const OVERHEAD_BYTES = 5 + 3 + 24 + 4 + 4 + 18 + 2 + 50 + 10 + 5 + 8 + 5 + RESPONSE_OVERHEAD_BYTES;

/**
 * The engine of an endpoint; undefined when none of its agents speaks SNMPv3.
 * @throws {AppError} `simulator.ambiguous-agent`, `simulator.bad-agent`
 */
export function createV3Engine(agents: readonly Agent[], options: V3EngineOptions): V3Engine | undefined {
  const speakers = agents.filter(({ spec }) => versionsOf(spec).includes("3"));
  const [owner] = speakers;
  if (owner === undefined) return undefined;
  const engineId = engineIdOf(owner);
  const contexts = contextsOf(speakers, options.own);
  const users = usersOf(speakers, engineId, options.localizeKeys);
  const reports = Object.fromEntries(Object.keys(REPORTS).map((name) => [name, 0])) as Record<
    ReportName,
    number
  >;
  const identity = createIdentity(owner, engineId, options.maxReplyBytes);

  const report = (
    name: ReportName,
    request: V3Message,
    nowMs: number,
    secured: { readonly local?: LocalUser; readonly level?: number; readonly requestId?: number } = {},
  ): { readonly agent: Agent; readonly reply: Uint8Array } | undefined => {
    reports[name]++;
    if ((request.flags & FLAG.reportable) === 0) return undefined;
    const counter = tlv(
      TAG.sequence,
      encodeArcs(REPORTS[name].split(".").map(Number)),
      encodeInteger(reports[name], TAG.counter32),
    );
    const pdu = encodeResponse(
      secured.requestId ?? requestIdOf(request),
      { errorStatus: 0, errorIndex: 0, varbindList: tlv(TAG.sequence, counter), varbinds: 1 },
      REPORT_TAG,
    );
    const scoped = encodeScopedPdu(engineId, new Uint8Array(), pdu);
    const sealing = { request, local: secured.local, level: secured.level ?? 0, nowMs, msgId: request.msgId };
    return { agent: owner, reply: seal(identity, sealing, scoped) };
  };

  const receive: V3Engine["receive"] = (request, bytes, nowMs) => {
    if (isDead(owner.faults, nowMs)) return undefined;
    const unlocked = unlock({ identity, users }, request, bytes, nowMs);
    if (unlocked === "notInTimeWindows") {
      // RFC 3414 §3.2 7): authenticated, so that the manager may believe the clock in it.
      const local = users.get(textOf(request.userName));
      return report(unlocked, request, nowMs, { ...(local && { local }), level: FLAG.auth });
    }
    if (typeof unlocked === "string") return report(unlocked, request, nowMs);
    const scoped = readScopedPdu(unlocked.plain);
    const pdu = scoped === undefined ? undefined : readRequest(scoped.reader);
    scoped?.reader.leave(scoped.end);
    if (scoped === undefined || pdu === undefined || scoped.reader.failed) {
      // A wrong key decrypts to noise: RFC 3412 §7.2 7) drops that in silence, and so does net-snmp.
      const tells = (request.flags & FLAG.priv) !== 0 && owner.faults.decryptionReports === true;
      return tells ? report("decryptionErrors", request, nowMs) : undefined;
    }
    return serve({ request, bytes, nowMs, local: unlocked.local, scoped, pdu });
  };

  const serve = ({ request, bytes, nowMs, local, scoped, pdu }: Opened): ReturnType<V3Engine["receive"]> => {
    const level = request.flags & (FLAG.auth | FLAG.priv);
    const secured = { local, level, requestId: pdu.requestId };
    if (!Buffer.from(scoped.contextEngineId).equals(engineId)) {
      return report("unknownPduHandlers", request, nowMs, secured);
    }
    const agent = contexts.get(textOf(scoped.contextName));
    if (agent === undefined) return report("unknownContexts", request, nowMs, secured);
    agent.stats.bytesIn += bytes.length;
    if (isDead(agent.faults, nowMs)) {
      agent.stats.unanswered++;
      return undefined;
    }
    const response = mayRead(agent, local.user, level)
      ? answer(agent, pdu, { version: "3", nowMs, ...roomFor(request, scoped) })
      : failure(pdu, ERROR_STATUS.authorizationError, 1);
    const reply = encodeScopedPdu(engineId, scoped.contextName, encodeResponse(pdu.requestId, response));
    const msgId = strikes(agent, agent.faults.wrongRequestIdRatio) ? request.msgId ^ 0x55aa : request.msgId;
    return { agent, reply: seal(identity, { request, local, level, nowMs, msgId }, reply) };
  };

  const roomFor = (
    request: V3Message,
    scoped: ScopedPdu,
  ): { readonly maxReplyBytes: number; readonly overheadBytes: number } => ({
    maxReplyBytes: Math.min(options.maxReplyBytes, request.msgMaxSize),
    overheadBytes: OVERHEAD_BYTES + 2 * engineId.length + request.userName.length + scoped.contextName.length,
  });

  return { engineId, reports, receive };
}

/** A view by VACM as devices are set up: the user's own agent, and not below the level it has keys for. */
function mayRead(agent: Agent, user: V3User, level: number): boolean {
  const required = user.priv !== undefined ? FLAG.auth | FLAG.priv : user.auth !== undefined ? FLAG.auth : 0;
  return agent.spec.user?.name === user.name && level >= required;
}

/** RFC 3412 §7.1 3c): the request-id of a request that could be read, else zero. */
function requestIdOf(request: V3Message): number {
  if ((request.flags & FLAG.priv) !== 0) return 0;
  const scoped = readScopedPdu(request.payload);
  const pdu: RequestPdu | undefined = scoped === undefined ? undefined : readRequest(scoped.reader);
  return pdu?.requestId ?? 0;
}
