// What the record of a trap tells at a glance.

type Attributes = Readonly<Record<string, string>> | undefined;

/** RFC 3418 and 1907: what every agent may send. */
const GENERIC_TRAPS: Readonly<Record<string, string>> = {
  "1": "coldStart",
  "2": "warmStart",
  "3": "linkDown",
  "4": "linkUp",
  "5": "authenticationFailure",
  "6": "egpNeighborLoss",
};
const GENERIC = /^\.?1\.3\.6\.1\.6\.3\.1\.1\.5\.([1-6])$/;

/** `linkDown`; undefined for a record that is no trap, or that of a vendor. */
export function trapName(attributes: Attributes): string | undefined {
  const [, number = ""] = GENERIC.exec(attributes?.["snmp.trap_oid"] ?? "") ?? [];
  return GENERIC_TRAPS[number];
}

const VARBINDS_MAX = 4;

/** `ifDescr.12 GigabitEthernet1/0/12, ifOperStatus.12 2`: attributes named as `IF-MIB::ifDescr.12`. */
export function varbindWords(attributes: Attributes): string {
  const varbinds = Object.entries(attributes ?? {}).filter(([key]) => /^[\w-]+::/.test(key));
  const words = varbinds.slice(0, VARBINDS_MAX).map(([key, value]) => `${key.replace(/^.*::/, "")} ${value}`);
  return varbinds.length > VARBINDS_MAX ? `${words.join(", ")} …` : words.join(", ");
}
