import type { DimensionCondition } from "../../query/index.ts";
import { declares, type MetricPlace } from "./metric-places.ts";

/** Who is looked at, as the dimensions of its lines say it. */
export interface PolledEndpoint {
  /** Numeric; undefined until the name was resolved for the first time. */
  readonly address: string | undefined;
  readonly port: number;
}

/** `192.0.2.10:161`, `[2001:db8::1]:161`: the dimension `device`. */
export const endpointText = ({ address = "", port }: PolledEndpoint): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;

/**
 * The dimension by which the lines of a device are told from those of others: `device`, unless the manifest means
 * something else by it; then its address. Undefined: the lines of this metric do not say whose they are.
 */
export function ownDimension(
  place: MetricPlace,
  endpoint: PolledEndpoint,
): readonly [dimension: string, value: string] | undefined {
  if (endpoint.address === undefined) return undefined;
  if (!declares(place, "device")) return ["device", endpointText(endpoint)];
  if (!declares(place, "device.address")) return ["device.address", endpoint.address];
  return undefined;
}

/** The same as a condition on tuples. */
export function isOwn(place: MetricPlace, endpoint: PolledEndpoint): DimensionCondition | undefined {
  const own = ownDimension(place, endpoint);
  return own && { dimension: own[0], test: (value) => value === own[1] };
}
