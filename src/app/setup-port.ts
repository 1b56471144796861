import type { SetupPort } from "../api/index.ts";
import type { Clock } from "../base/index.ts";
import type { DeviceState } from "../store/index.ts";
import type { VerdictOf } from "./live/configuration-status.ts";
import { ConfigurationSummaries } from "./live/configuration-summary.ts";
import type { LiveConfiguration } from "./live/live-configuration.ts";
import { offerOf, parseTargets } from "./onboarding/index.ts";
import { readSuppliedManifest } from "./supplied-manifest.ts";

export interface SetupPortOptions {
  readonly live: LiveConfiguration;
  readonly verdictOf: VerdictOf;
  readonly devices: () => readonly DeviceState[];
  /** Asked once for each list. @returns the ids of the configurations that poll a device already */
  readonly polled: () => (host: string, port: number) => readonly string[];
  readonly clock: Clock;
}

/** More is not looked at: the count says the rest. */
const FIRST_TARGETS = 20;

/** What somebody who sets devices up wants to know. */
export function createSetupPort(options: SetupPortOptions): SetupPort {
  const { live, verdictOf, clock } = options;
  const summaries = new ConfigurationSummaries();
  return {
    offer: (name, version) => {
      const found = live.installed.find(
        ({ manifest }) => manifest.name === name && manifest.version === version,
      );
      return found && offerOf(found);
    },
    targets: (text, port, all) => {
      const { targets, duplicates, problems } = parseTargets(text, port);
      const polledBy = options.polled();
      return {
        count: targets.length,
        first: targets.slice(0, FIRST_TARGETS).map((target) => target.text),
        ...(all ? { devices: targets.map((target) => ({ target: target.text, port: target.port })) } : {}),
        duplicates,
        polled: targets.filter((target) => polledBy(target.host, target.port).length > 0).length,
        problems,
      };
    },
    supplied: () => readSuppliedManifest(),
    configurations: () => {
      const codes = codesByConfiguration(options.devices());
      return summaries.of({
        live,
        verdictOf,
        codesOf: (id) => codes.get(id) ?? {},
        nowMs: clock.wallMs(),
      });
    },
  };
}

function codesByConfiguration(
  devices: readonly DeviceState[],
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const codes = new Map<string, Record<string, number>>();
  for (const { configurationId, verdict } of devices) {
    let counts = codes.get(configurationId);
    if (counts === undefined) codes.set(configurationId, (counts = {}));
    counts[verdict.code] = (counts[verdict.code] ?? 0) + 1;
  }
  return codes;
}
