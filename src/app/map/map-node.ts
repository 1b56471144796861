import type { TopologyNodeJson } from "../../api/index.ts";
import type { StoredEntity } from "../../query/index.ts";

/** By the keys that extensions give such attributes; the first that is there. */
const ROLE_KEYS = ["network_layer", "neighbour_capabilities", "device_type", "role"] as const;
const DETAIL_KEYS = [
  "model",
  "platform",
  "if_alias",
  "system_description",
  "neighbour_description",
  "description",
] as const;
const ADDRESS_KEY = /address|dns_names|chassis_id|(?:^|[._])mac(?:[._]|$)/i;
const DETAIL_LENGTH_MAX = 120;
const ADDRESSES_MAX = 12;

/** A thing on the map. @param members  all entities that it is; the first gives it name and type */
export function mapNode(members: readonly StoredEntity[]): TopologyNodeJson {
  const [first] = members as readonly [StoredEntity];
  const addresses = [...new Set(members.flatMap(addressesOf))].slice(0, ADDRESSES_MAX);
  const role = firstText(members, ROLE_KEYS);
  const detail = firstText(members, DETAIL_KEYS)?.split(/[\r\n]/)[0];
  return {
    id: first.id,
    // A name that nobody gave is made of the address, which reads better by itself.
    name: first.name === first.renderedId ? (addresses[0] ?? first.name) : first.name,
    type: first.type,
    ...(members.length > 1 ? { ids: members.map(({ id }) => id) } : {}),
    ...(addresses.length > 0 ? { addresses } : {}),
    ...(role === undefined ? {} : { role }),
    ...(detail === undefined ? {} : { detail: detail.slice(0, DETAIL_LENGTH_MAX) }),
    lastSeen: Math.max(...members.map(({ lastSeenMs }) => lastSeenMs)),
  };
}

/** In the name, or in a property. @param text  in small letters */
export function hasText({ name, attributes }: StoredEntity, text: string): boolean {
  if (name.toLowerCase().includes(text)) return true;
  for (const value of attributes.values())
    if (texts(value).some((one) => one.toLowerCase().includes(text))) return true;
  return false;
}

export function addressesOf({ attributes }: StoredEntity): readonly string[] {
  return [...attributes].flatMap(([key, value]) =>
    ADDRESS_KEY.test(key) && !/type/i.test(key) ? texts(value) : [],
  );
}

function firstText(members: readonly StoredEntity[], keys: readonly string[]): string | undefined {
  for (const key of keys) {
    for (const { attributes } of members) {
      const [value = ""] = texts(attributes.get(key) ?? "");
      if (value.trim() !== "") return value;
    }
  }
  return undefined;
}

const texts = (value: string | readonly string[]): readonly string[] =>
  typeof value === "string" ? [value] : value;
