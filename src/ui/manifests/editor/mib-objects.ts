import type { MibObject } from "../../../api/contract/index.ts";
import { get } from "../../api/client.ts";

const KEPT_MAX = 200;
const kept = new Map<string, Promise<readonly MibObject[]>>();

/** MIB objects by name or OID. They stay as they are while the service runs, so each is asked for once. */
export function findObjects(text: string, limit: number): Promise<readonly MibObject[]> {
  const key = `${limit} ${text}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const asked = get<{ readonly objects: readonly MibObject[] }>("/api/snmpgate/objects", {
    query: { text, limit },
  }).then(({ objects }) => objects);
  asked.catch(() => kept.delete(key));
  kept.set(key, asked);
  const [oldest] = kept.keys();
  if (kept.size > KEPT_MAX && oldest !== undefined) kept.delete(oldest);
  return asked;
}

/** `up(1), down(2), …` */
export function valueWords({ values = [] }: MibObject, max = 12): string {
  const shown = values.slice(0, max).map(({ name, number }) => `${name}(${number})`);
  return [...shown, ...(values.length > max ? [`${values.length - max} more`] : [])].join(", ");
}

/** What to write behind `oid:`; a scalar has one instance, `.0`. */
export const writtenOid = ({ oid, kind }: MibObject): string => (kind === "scalar" ? `${oid}.0` : oid);
