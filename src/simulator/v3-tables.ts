import { createHash } from "node:crypto";
import { AppError } from "../base/index.ts";
import type { Agent } from "./agent.ts";
import type { LocalizedKeys, LocalizeKeys, V3User } from "./usm-keys.ts";

/** A user at this engine; keys are made at the first message, for a thousand engines start at once. */
export interface LocalUser {
  readonly user: V3User;
  keys(): LocalizedKeys;
}

/** Agents by context name. @throws {AppError} `simulator.ambiguous-agent` */
export function contextsOf(agents: readonly Agent[], own: boolean): ReadonlyMap<string, Agent> {
  const contexts = new Map<string, Agent>();
  for (const agent of agents) {
    const { name, contextName } = agent.spec;
    for (const context of [name, ...(contextName === undefined ? [] : [contextName]), ...(own ? [""] : [])]) {
      const other = contexts.get(keyOf(context));
      if (other !== undefined && other !== agent) {
        throw ambiguous(`agents ${other.spec.name} and ${name} share a context name on one port`);
      }
      contexts.set(keyOf(context), agent);
    }
  }
  return contexts;
}

/** Users by name. @throws {AppError} `simulator.ambiguous-agent`, `simulator.bad-agent` */
export function usersOf(
  agents: readonly Agent[],
  engineId: Uint8Array,
  localizeKeys: LocalizeKeys,
): ReadonlyMap<string, LocalUser> {
  const users = new Map<string, LocalUser>();
  for (const { spec } of agents) {
    const { user } = spec;
    if (user === undefined || (user.priv !== undefined && user.auth === undefined)) {
      throw new AppError("simulator.bad-agent", `agent ${spec.name} speaks SNMPv3 without a complete user`, {
        remedy: "Give it a user; privacy needs authentication too.",
      });
    }
    const known = users.get(keyOf(user.name));
    if (known !== undefined && !isSameUser(known.user, user)) {
      throw ambiguous(`user ${user.name} of agent ${spec.name} has other keys at another agent of the port`);
    }
    let keys: LocalizedKeys | undefined;
    users.set(keyOf(user.name), { user, keys: () => (keys ??= localizeKeys(user, engineId)) });
  }
  return users;
}

function isSameUser(a: V3User, b: V3User): boolean {
  return (
    a.auth?.protocol === b.auth?.protocol &&
    a.auth?.password.reveal() === b.auth?.password.reveal() &&
    a.priv?.protocol === b.priv?.protocol &&
    a.priv?.password.reveal() === b.priv?.password.reveal()
  );
}

function ambiguous(message: string): AppError {
  return new AppError("simulator.ambiguous-agent", message, {
    remedy: "Agents of a shared port need names of their own, and one set of keys for each user name.",
  });
}

/**
 * The given engineID, or RFC 3411's form: an enterprise number (32473 is for examples, RFC 5612) and text or hash.
 * @throws {AppError} `simulator.bad-agent`
 */
export function engineIdOf({ spec }: Agent): Uint8Array {
  if (spec.engineId !== undefined) {
    if (spec.engineId.length < 5 || spec.engineId.length > 32) {
      throw new AppError(
        "simulator.bad-agent",
        `agent ${spec.name}: engineID of ${spec.engineId.length} octets`,
        {
          remedy: "An engineID has 5 to 32 octets.",
        },
      );
    }
    return spec.engineId;
  }
  const name = Buffer.from(spec.name, "utf8");
  const short = name.length <= 27;
  const rest = short ? name : createHash("sha256").update(name).digest().subarray(0, 27);
  return Buffer.concat([Uint8Array.of(0x80, 0x00, 0x7e, 0xd9, short ? 4 : 5), rest]);
}

/** Octets as a key of a map. */
export function textOf(octets: Uint8Array): string {
  return Buffer.from(octets).toString("latin1");
}

function keyOf(text: string): string {
  return textOf(Buffer.from(text, "utf8"));
}
