import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo } from "react";
import type {
  Configuration,
  ConfigurationSummary,
  Created,
  Credential,
  ErrorEnvelope,
  ExtensionVersion,
  Offer,
  Targets,
} from "../../api/contract/index.ts";
import { answerOf, failureOfEnvelope, get, post } from "../api/client.ts";
import { useLiveRefresh } from "../api/live.ts";
import { configurationUrl, extensionUrl, ownVersionUrl } from "../api/paths.ts";
import type { ConfigurationElement } from "./element.ts";

// What the pages of Set up ask of the service.

export const credentialPath = (name: string): string =>
  `/api/snmpgate/credentials/${encodeURIComponent(name)}`;

export function useExtensions() {
  return useQuery({
    queryKey: ["setup", "extensions"],
    queryFn: ({ signal }) =>
      get<{ readonly extensions: readonly ExtensionVersion[] }>("/api/v2/extensions", {
        query: { pageSize: 100 },
        signal,
      }),
    select: ({ extensions }) => extensions,
  });
}

export function useVersions(extension: string) {
  return useQuery({
    queryKey: ["setup", "versions", extension],
    enabled: extension !== "",
    queryFn: ({ signal }) =>
      get<{ readonly extensions: readonly ExtensionVersion[] }>(extensionUrl(extension), {
        query: { pageSize: 100 },
        signal,
      }),
    select: ({ extensions }) => extensions.map(({ version }) => version),
  });
}

export function useOffer(extension: string, version: string) {
  return useQuery({
    queryKey: ["setup", "offer", extension, version],
    enabled: extension !== "" && version !== "",
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => get<Offer>(`${ownVersionUrl(extension, version)}/offer`, { signal }),
  });
}

export function useTargets(targets: string, port: number) {
  return useQuery({
    queryKey: ["setup", "targets", targets, port],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) => post<Targets>("/api/snmpgate/onboarding/targets", { targets, port }, { signal }),
  });
}

const CREDENTIALS = ["setup", "credentials"] as const;

export function useCredentials() {
  return useQuery({
    queryKey: CREDENTIALS,
    queryFn: ({ signal }) =>
      get<{ readonly credentials: readonly Credential[] }>("/api/snmpgate/credentials", { signal }),
    select: ({ credentials }) => credentials,
  });
}

const SUMMARIES = ["setup", "configurations"] as const;

/** All configurations at a glance; anew when one changes, and now and then for how their devices are. */
export function useSummaries() {
  const client = useQueryClient();
  useLiveRefresh(
    ({ type }) => type === "configuration",
    () => client.invalidateQueries({ queryKey: SUMMARIES }),
  );
  return useQuery({
    queryKey: SUMMARIES,
    refetchInterval: 15_000,
    queryFn: ({ signal }) =>
      get<{ readonly configurations: readonly ConfigurationSummary[] }>("/api/snmpgate/configurations", {
        signal,
      }),
    select: ({ configurations }) => configurations,
  });
}

/** @param enabled  false for who may not read it */
export function useConfiguration(extension: string, id: string, enabled = true) {
  return useQuery({
    enabled,
    queryKey: ["setup", "configuration", extension, id],
    queryFn: ({ signal }) => get<Configuration>(configurationUrl(extension, id), { signal }),
  });
}

/** Asks anew for everything that a change of set-up may have changed. */
export function useRefresh(): () => Promise<void> {
  const client = useQueryClient();
  return useMemo(() => () => client.invalidateQueries({ queryKey: ["setup"] }), [client]);
}

const CREATED = [400, 404];

/**
 * Creates configurations, or only checks them.
 * @returns what became of each, in their order
 * @throws {ApiFailure} when the request as a whole was refused
 */
export async function createConfigurations(
  extension: string,
  elements: readonly (ConfigurationElement | object)[],
  validateOnly = false,
): Promise<readonly Created[]> {
  const { body } = await answerOf<readonly Created[] | ErrorEnvelope>(
    "POST",
    `${extensionUrl(extension)}/monitoringConfigurations`,
    { body: elements, query: { validateOnly }, accept: CREATED },
  );
  if (!("error" in body)) return body;
  throw failureOfEnvelope(body);
}
