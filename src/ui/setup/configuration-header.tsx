import { Anchor, Switch } from "@mantine/core";
import { useState } from "react";
import { Link, useLocation } from "wouter";
import type { Configuration } from "../../api/contract/index.ts";
import { PageHeader } from "../parts/page-header.tsx";
import { ScopeButton } from "../parts/scope.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { When } from "../parts/when.tsx";
import { BulkDialog } from "./bulk-dialog.tsx";
import { byWords } from "./by-words.ts";
import { statusLine } from "./configuration-status.ts";
import type { ConfigurationValue } from "./element.ts";
import { useSummaries } from "./setup-api.ts";

export const Back = () => (
  <Anchor component={Link} href="/setup" size="sm" underline="always">
    All configurations
  </Anchor>
);

export interface ConfigurationHeaderProps {
  readonly extension: string;
  readonly stored: Configuration;
  readonly value: ConfigurationValue;
  readonly isDirty: boolean;
  readonly onEnabled: (enabled: boolean) => void;
}

/** What it is and how it is, whether it is polled, and the way to delete it. */
export function ConfigurationHeader({
  extension,
  stored,
  value,
  isDirty,
  onEnabled,
}: ConfigurationHeaderProps) {
  const [, go] = useLocation();
  const [deleting, setDeleting] = useState(false);
  const summary = useSummaries().data?.find(
    ({ objectId, extension: name }) => objectId === stored.objectId && name === extension,
  );
  const line = summary === undefined ? undefined : statusLine(summary);
  return (
    <>
      <PageHeader
        title={value.description || stored.objectId}
        beside={line === undefined ? null : <ToneBadge tone={line.tone}>{line.label}</ToneBadge>}
        about={
          <>
            <Back /> · {extension} {value.version} · group {stored.scope.replace(/^ag_group-/, "")}
            {summary?.changed === undefined ? null : (
              <>
                {" "}
                · changed <When at={summary.changed.at} /> by {byWords(summary.changed.by)}
              </>
            )}
            {line === undefined || line.detail === "" ? null : <> · {line.detail}</>}
          </>
        }
        actions={
          <>
            <Switch
              label="Polled"
              checked={value.enabled ?? true}
              disabled={isDirty}
              title={isDirty ? "Save or undo your changes first" : undefined}
              onChange={(event) => onEnabled(event.currentTarget.checked)}
            />
            <ScopeButton
              scope="extensionConfigurations.write"
              variant="default"
              onClick={() => setDeleting(true)}
              blocked={summary === undefined ? "Still loading" : undefined}
            >
              Delete
            </ScopeButton>
          </>
        }
      />
      {deleting && summary !== undefined ? (
        <BulkDialog
          kind="delete"
          chosen={[summary]}
          onClose={(done) => {
            setDeleting(false);
            if (done) go("/setup");
          }}
        />
      ) : null}
    </>
  );
}
