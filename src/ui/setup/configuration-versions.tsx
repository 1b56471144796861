import { useQuery } from "@tanstack/react-query";
import type { Configuration, ConfigurationVersion } from "../../api/contract/index.ts";
import { get, post } from "../api/client.ts";
import { prettyJson } from "./json-text.ts";
import { useRefresh } from "./setup-api.ts";
import { VersionList } from "./version-list.tsx";

/** What a configuration was before. */
export function ConfigurationVersions({
  extension,
  stored,
}: {
  readonly extension: string;
  readonly stored: Configuration;
}) {
  const refresh = useRefresh();
  const path = `/api/snmpgate/extensions/${encodeURIComponent(extension)}/monitoringConfigurations/${encodeURIComponent(stored.objectId)}/versions`;
  const versions = useQuery({
    queryKey: ["setup", "configuration-versions", extension, stored.objectId, stored.revision],
    queryFn: ({ signal }) => get<{ readonly versions: readonly ConfigurationVersion[] }>(path, { signal }),
    select: ({ versions: all }) =>
      all.map(({ revision, timestamp, by, value }) => ({ revision, timestamp, by, text: prettyJson(value) })),
  });
  return (
    <VersionList
      query={versions}
      current={prettyJson(stored.value)}
      scope="extensionConfigurations.write"
      onRestore={async (revision) => {
        await post(`${path}/${encodeURIComponent(revision)}/restore`, undefined);
        await refresh();
      }}
    />
  );
}
