import { type ConfigurationValue, type DeviceElement, devicesOf } from "./element.ts";
import { type HostPort, targetText } from "./hosts.ts";

// Devices of a configuration, added and taken away.

export const SNMP_PORT = 161;

export const placeOf = ({ ip, port }: DeviceElement): HostPort => ({ host: ip, port: port ?? SNMP_PORT });
export const deviceKey = (device: DeviceElement): string => targetText(placeOf(device)).toLowerCase();

/** @returns the same value when there is nothing new in them */
export function withDevices(
  value: ConfigurationValue,
  places: readonly HostPort[],
  credential: string,
): ConfigurationValue {
  const known = new Set(devicesOf(value).map(deviceKey));
  const fresh = places
    .map(({ host, port }): DeviceElement => ({ ip: host, port, authentication: { credential } }))
    .filter((device) => !known.has(deviceKey(device)));
  if (fresh.length === 0) return value;
  return { ...value, snmp: { ...value.snmp, devices: [...devicesOf(value), ...fresh] } };
}

export function withoutDevices(value: ConfigurationValue, keys: ReadonlySet<string>): ConfigurationValue {
  return {
    ...value,
    snmp: { ...value.snmp, devices: devicesOf(value).filter((device) => !keys.has(deviceKey(device))) },
  };
}

export function withDeviceCredential(
  value: ConfigurationValue,
  keys: ReadonlySet<string>,
  credential: string,
): ConfigurationValue {
  const devices = devicesOf(value).map((device) =>
    keys.has(deviceKey(device)) ? { ...device, authentication: { credential } } : device,
  );
  return { ...value, snmp: { ...value.snmp, devices } };
}
