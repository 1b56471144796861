import { type EntityObservation, entityIdOf } from "../../topology/index.ts";

/** A device that no line tells of (spec 4 §5.2). */
export interface CustomDevice {
  readonly customDeviceId: string;
  readonly displayName: string;
  readonly group?: string | undefined;
  readonly ipAddresses?: readonly string[] | undefined;
  readonly listenPorts?: readonly number[] | undefined;
  readonly dnsNames?: readonly string[] | undefined;
  readonly type?: string | undefined;
  readonly properties?: Readonly<Record<string, string>> | undefined;
  readonly faviconUrl?: string | undefined;
  readonly configUrl?: string | undefined;
}

const DEVICE_TYPE = "CUSTOM_DEVICE";
const GROUP_TYPE = "CUSTOM_DEVICE_GROUP";

export interface CustomObservations {
  readonly entityId: string;
  readonly groupId: string;
  /** Of a list one observation an element, as lines bring them. */
  readonly observations: readonly EntityObservation[];
}

/** The device and its group as observations. Without a group it is one of its own, named as its type. */
export function observationsOf(device: CustomDevice): CustomObservations {
  const { customDeviceId, displayName, group, type = DEVICE_TYPE, faviconUrl } = device;
  const entityId = entityIdOf(type, customDeviceId);
  const of = (attributes: ReadonlyMap<string, string>): EntityObservation => ({
    id: entityId,
    type,
    name: displayName,
    renderedId: customDeviceId,
    icon: faviconUrl,
    attributes,
  });
  const lists: readonly (readonly [key: string, values: readonly (string | number)[]])[] = [
    ["dt.ip_addresses", device.ipAddresses ?? []],
    ["dt.listen_ports", device.listenPorts ?? []],
    ["dt.dns_names", device.dnsNames ?? []],
  ];
  const groupName = group ?? type;
  const groupId = entityIdOf(GROUP_TYPE, groupName);
  return {
    entityId,
    groupId,
    observations: [
      {
        id: groupId,
        type: GROUP_TYPE,
        name: groupName,
        renderedId: groupName,
        icon: undefined,
        attributes: new Map(),
      },
      of(textsOf(device)),
      ...lists.flatMap(([key, values]) => values.map((value) => of(new Map([[key, String(value)]])))),
    ],
  };
}

function textsOf({ properties, group, configUrl }: CustomDevice): Map<string, string> {
  const texts = new Map(Object.entries(properties ?? {}));
  if (group !== undefined) texts.set("customDeviceGroup", group);
  if (configUrl !== undefined) texts.set("configUrl", configUrl);
  return texts;
}
