import { canonicalHost } from "../../config/index.ts";
import type { PollPlan } from "../../plan/index.ts";

/** Finds which configurations poll a host and port; names and addresses count as they are written there. */
export function polledBy(plans: Iterable<PollPlan>): (host: string, port: number) => readonly string[] {
  const configurations = new Map<string, Set<string>>();
  for (const { configurationId, devices } of plans) {
    for (const { config } of devices) {
      const key = keyOf(config.host, config.port);
      const ids = configurations.get(key);
      if (ids === undefined) configurations.set(key, new Set([configurationId]));
      else ids.add(configurationId);
    }
  }
  return (host, port) => [...(configurations.get(keyOf(host, port)) ?? [])];
}

const keyOf = (host: string, port: number): string => [canonicalHost(host), port].join(" ");
