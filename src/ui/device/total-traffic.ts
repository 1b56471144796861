import type { DeviceInterface } from "../../api/contract/index.ts";
import { portKind } from "./port-names.ts";

type Series = readonly (number | null)[];

/** In and out of all that can be plugged in: what goes through a VLAN or an aggregate has been counted there. */
export function totalTraffic(interfaces: readonly DeviceInterface[]): {
  readonly inBps: Series;
  readonly outBps: Series;
} {
  const ports = interfaces.filter((one) => portKind(one) === "port" || portKind(one) === "management");
  const counted = ports.length > 0 ? ports : interfaces;
  return {
    inBps: sumOf(counted.flatMap(({ inBps }) => (inBps === undefined ? [] : [inBps]))),
    outBps: sumOf(counted.flatMap(({ outBps }) => (outBps === undefined ? [] : [outBps]))),
  };
}

/** Where at least one is known; the others had nothing to say then. */
function sumOf(all: readonly Series[]): Series {
  const length = Math.max(0, ...all.map((values) => values.length));
  return Array.from({ length }, (_, i) =>
    all.reduce<number | null>((sum, values) => {
      const value = values[i] ?? null;
      return value === null ? sum : (sum ?? 0) + value;
    }, null),
  );
}
