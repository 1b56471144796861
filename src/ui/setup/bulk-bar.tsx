import { Button, Group, Menu, Text } from "@mantine/core";
import { IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { ScopeButton } from "../parts/scope.tsx";
import classes from "./bulk.module.css";
import { BulkDialog } from "./bulk-dialog.tsx";
import type { BulkKind } from "./bulk-plan.ts";
import { exportConfigurations } from "./export.ts";

export interface BulkBarProps {
  readonly chosen: readonly ConfigurationSummary[];
  readonly onDone: () => void;
}

const EDITS: readonly { readonly kind: BulkKind; readonly label: string }[] = [
  { kind: "sets", label: "Feature sets …" },
  { kind: "credential", label: "Credential …" },
  { kind: "advanced", label: "Time-outs and repeats …" },
  { kind: "version", label: "Version of the manifest …" },
];

/** What can be done with those that are selected. Its height is kept, so that nothing jumps. */
export function BulkBar({ chosen, onDone }: BulkBarProps) {
  const [kind, setKind] = useState<BulkKind>();
  const [failure, setFailure] = useState<unknown>();
  const { can } = useSession();
  const none = chosen.length === 0;
  const blocked = none ? "Select configurations in the table first." : undefined;
  const write = { scope: "extensionConfigurations.write", variant: "default", blocked } as const;
  return (
    <>
      <Group className={classes["bar"] ?? ""} gap="xs" role="toolbar" aria-label="With the selected">
        <Text size="sm" {...(none ? { c: "dimmed" } : {})} miw={88}>
          {chosen.length} selected
        </Text>
        <ScopeButton {...write} onClick={() => setKind("enable")}>
          Enable
        </ScopeButton>
        <ScopeButton {...write} onClick={() => setKind("disable")}>
          Disable
        </ScopeButton>
        <Menu disabled={none || !can("extensionConfigurations.write")}>
          <Menu.Target>
            <Button
              variant="default"
              rightSection={<IconChevronDown size={14} />}
              disabled={none || !can("extensionConfigurations.write")}
            >
              Edit
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {EDITS.map((edit) => (
              <Menu.Item key={edit.kind} onClick={() => setKind(edit.kind)}>
                {edit.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
        <Button
          variant="default"
          disabled={none}
          onClick={() => void exportConfigurations(chosen).then(() => setFailure(undefined), setFailure)}
        >
          Export
        </Button>
        <ScopeButton {...write} onClick={() => setKind("delete")}>
          Delete
        </ScopeButton>
      </Group>
      {failure === undefined ? null : <Notice title="The export failed" failure={failure} />}
      {kind === undefined ? null : (
        <BulkDialog
          kind={kind}
          chosen={chosen}
          onClose={(done) => {
            setKind(undefined);
            if (done) onDone();
          }}
        />
      )}
    </>
  );
}
