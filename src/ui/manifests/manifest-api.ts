import { keepPreviousData, useQuery, useQueryClient } from "@tanstack/react-query";
import type {
  ConfigurationSummary,
  Extension,
  ExtensionOverview,
  ExtensionRevision,
} from "../../api/contract/index.ts";
import { get, post, put } from "../api/client.ts";
import { useLiveRefresh } from "../api/live.ts";
import { extensionUrl, ownVersionUrl } from "../api/paths.ts";
import { useSession } from "../app/session.tsx";
import type { SchemaNode } from "./editor/schema-node.ts";

// What the pages of manifests ask of the service.

const EXTENSIONS = "/api/v2/extensions";
const KEY = "manifests";

export const versionPath = (name: string, version: string): string =>
  `${extensionUrl(name)}/${encodeURIComponent(version)}`;
const activePath = (name: string): string => `${extensionUrl(name)}/environmentConfiguration`;

export const editPath = (name: string, version: string): string =>
  `/manifests/edit?${new URLSearchParams({ extension: name, version }).toString()}`;

export function useOverview() {
  const refresh = useRefreshManifests();
  useLiveRefresh(({ type }) => type === "configuration", refresh);
  return useQuery({
    queryKey: [KEY, "overview"],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<{ readonly extensions: readonly ExtensionOverview[] }>("/api/snmpgate/extensions", { signal }),
    select: ({ extensions }) => extensions,
  });
}

export const activate = (name: string, version: string): Promise<unknown> =>
  put(activePath(name), { version });

/** Activates what was just installed; that stays installed when it is refused. @returns `refused` then */
export async function isActivated({
  name,
  version,
}: {
  readonly name: string;
  readonly version: string;
}): Promise<true | "refused"> {
  try {
    await activate(name, version);
    return true;
  } catch {
    return "refused";
  }
}

/** @param file  a zip or a manifest, or the text of one */
export function install(
  file: Blob | string,
  options: { readonly validateOnly: boolean },
): Promise<Extension> {
  const contentType = typeof file === "string" ? "text/yaml" : "application/octet-stream";
  return post<Extension>(EXTENSIONS, file, {
    contentType,
    query: options.validateOnly ? { validateOnly: true } : {},
  });
}

/** How many configurations use a version. */
export function useUsers() {
  const { can } = useSession();
  return useQuery({
    queryKey: [KEY, "users"],
    enabled: can("extensionConfigurations.read"),
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      get<{ readonly configurations: readonly ConfigurationSummary[] }>("/api/snmpgate/configurations", {
        signal,
      }),
    select: ({ configurations }) => configurations,
  });
}

export function useManifestText(name: string, version: string) {
  return useQuery({
    queryKey: [KEY, "text", name, version],
    enabled: name !== "",
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<string>(`${ownVersionUrl(name, version)}/manifest`, { signal }),
  });
}

export function useRevisions(name: string, version: string) {
  return useQuery({
    queryKey: [KEY, "revisions", name, version],
    queryFn: ({ signal }) =>
      get<{ readonly revisions: readonly ExtensionRevision[] }>(`${ownVersionUrl(name, version)}/revisions`, {
        signal,
      }),
    select: ({ revisions }) => revisions,
  });
}

export function useManifestSchema() {
  return useQuery({
    queryKey: [KEY, "schema"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<SchemaNode>("/api/snmpgate/manifests/schema", { signal }),
  });
}

/** Asks anew for everything about manifests. */
export function useRefreshManifests(): () => Promise<void> {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: [KEY] });
}
