import { Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Credential, CredentialVersion } from "../../api/contract/index.ts";
import { get, post } from "../api/client.ts";
import { prettyJson } from "./json-text.ts";
import { credentialPath, useRefresh } from "./setup-api.ts";
import { VersionList } from "./version-list.tsx";

/** What a credential was before; secrets are not shown, but come back with it. */
export function CredentialVersions({
  credential,
  onClose,
}: {
  readonly credential: Credential;
  readonly onClose: () => void;
}) {
  const refresh = useRefresh();
  const path = credentialPath(credential.name);
  const versions = useQuery({
    queryKey: ["setup", "credential-versions", credential.name],
    queryFn: ({ signal }) =>
      get<{ readonly versions: readonly CredentialVersion[] }>(`${path}/versions`, { signal }),
    select: ({ versions: all }) =>
      all.map(({ revision, timestamp, by, authentication }) => ({
        revision,
        timestamp,
        by,
        text: prettyJson(authentication),
      })),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      size="xl"
      title={`Earlier versions of ${credential.name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <VersionList
        query={versions}
        current={prettyJson(credential.authentication)}
        scope="credentials.write"
        note="Secrets are not shown and may differ, too. They come back with the version."
        onRestore={async (revision) => {
          await post(`${path}/versions/${encodeURIComponent(revision)}/restore`, undefined);
          await refresh();
          onClose();
        }}
      />
    </Modal>
  );
}
