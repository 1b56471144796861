import { Button, Group, Text } from "@mantine/core";
import type { Configuration } from "../../api/contract/index.ts";
import { ApiFailure } from "../api/client.ts";
import { Notice } from "../parts/notice.tsx";
import { ScopeButton, ScopeNotice } from "../parts/scope.tsx";
import { ConfigurationHeader } from "./configuration-header.tsx";
import { ConfigurationPanels } from "./configuration-panels.tsx";
import { ConflictNotice } from "./conflict-notice.tsx";
import { valueOf } from "./element.ts";
import { type SaveState, useConfigurationEdit } from "./use-configuration-edit.ts";

export interface ConfigurationEditorProps {
  readonly extension: string;
  readonly stored: Configuration;
}

/** Everything about one configuration; what is changed is in force once it is saved. */
export function ConfigurationEditor({ extension, stored }: ConfigurationEditorProps) {
  const edit = useConfigurationEdit(extension, stored);
  const { value, base, isDirty, state, save } = edit;
  return (
    <>
      <ConfigurationHeader
        extension={extension}
        stored={stored}
        value={value}
        onEnabled={(enabled) => save({ ...valueOf(base), enabled })}
        isDirty={isDirty}
      />
      <ScopeNotice scope="extensionConfigurations.write" what="change this configuration" />
      {edit.isContested ? <ConflictNotice edit={edit} theirs={stored} /> : null}
      <Findings stored={stored} />
      <State state={state} isContested={edit.isContested} />
      <ConfigurationPanels extension={extension} stored={stored} value={value} onChange={edit.change} />
      <SaveBar
        isDirty={isDirty}
        busy={state?.kind === "busy"}
        onSave={() => save(value)}
        onUndo={edit.take}
      />
    </>
  );
}

function State({
  state,
  isContested,
}: {
  readonly state: SaveState | undefined;
  readonly isContested: boolean;
}) {
  if (state === undefined || state.kind === "busy") return null;
  if (state.kind === "saved") {
    return (
      <Text size="sm" role="status" my="xs">
        Saved, and in force.
      </Text>
    );
  }
  const { failure } = state;
  if (failure instanceof ApiFailure && failure.status === 412) {
    // Said above, with what can be done.
    if (isContested) return null;
    return (
      <Notice tone="warning" title="It was not saved: somebody changed it just before">
        This is how they left it. Make your change again if it is still wanted.
      </Notice>
    );
  }
  return <Notice title="It was not saved" failure={failure} />;
}

function Findings({ stored }: { readonly stored: Configuration }) {
  const findings = stored.findings ?? [];
  if (findings.length === 0) return null;
  const isBroken = findings.some(({ severity }) => severity === "error");
  return (
    <Notice
      tone={isBroken ? "error" : "warning"}
      title={isBroken ? "Its file is broken; what it held before is in force" : "In force, but look at this"}
    >
      {findings.map(({ code, path, message, line }) => (
        <Text size="sm" key={`${code} ${path} ${line}`}>
          {message} <code>{path}</code>
        </Text>
      ))}
    </Notice>
  );
}

interface SaveBarProps {
  readonly isDirty: boolean;
  readonly busy: boolean;
  readonly onSave: () => void;
  readonly onUndo: () => void;
}

function SaveBar({ isDirty, busy, onSave, onUndo }: SaveBarProps) {
  return (
    <Group
      gap="xs"
      mt="md"
      pos="sticky"
      bottom={0}
      py="xs"
      bg="var(--mantine-color-body)"
      style={{ zIndex: 2 }}
    >
      <ScopeButton
        scope="extensionConfigurations.write"
        size="sm"
        loading={busy}
        blocked={isDirty ? undefined : "Nothing was changed."}
        onClick={onSave}
      >
        Save
      </ScopeButton>
      <Button variant="default" size="sm" disabled={!isDirty || busy} onClick={onUndo}>
        Undo
      </Button>
      <Text size="xs" c="dimmed">
        {isDirty ? "Not saved yet." : ""}
      </Text>
    </Group>
  );
}
