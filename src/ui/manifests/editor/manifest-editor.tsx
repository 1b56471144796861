import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { Notice } from "../../parts/notice.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { ScopeButton } from "../../parts/scope.tsx";
import { useManifestSchema, useOverview, useRefreshManifests } from "../manifest-api.ts";
import { PreviewPane } from "../preview/preview-pane.tsx";
import { ChangesDialog } from "./changes-dialog.tsx";
import { CodeEditor, type EditorHandle } from "./code-editor.tsx";
import { readDraft } from "./draft.ts";
import { EditorNotices } from "./editor-notices.tsx";
import { countFindings } from "./finding-range.ts";
import { FindingBadges, FindingsList } from "./findings-list.tsx";
import { lineOfKey } from "./key-line.ts";
import classes from "./manifest-editor.module.css";
import { outlineOf } from "./outline.ts";
import { SaveDialog, type Saved } from "./save-dialog.tsx";
import { Splitter } from "./splitter.tsx";
import { useCheck } from "./use-check.ts";
import { useDraft } from "./use-draft.ts";

export interface ManifestEditorProps {
  /** Empty: a new one. */
  readonly name: string;
  readonly version: string;
  /** With the line ends of the editor. */
  readonly installedText: string;
}

type Dialog = "install" | "changes" | undefined;

export function ManifestEditor({ name, version, installedText }: ManifestEditorProps) {
  const draft = useMemo(() => readDraft(localStorage, { name, version }), [name, version]);
  const restored = draft !== undefined && draft.text !== installedText ? draft : undefined;
  const [text, setText] = useState(restored?.text ?? installedText);
  const [restoredAt, setRestoredAt] = useState(restored?.atMs);
  const [isDiscarded, setDiscarded] = useState(false);
  const [dialog, setDialog] = useState<Dialog>();
  const handle = useRef<EditorHandle>(null);
  const check = useCheck(text);
  // A large text is read through once keys stop for a moment, and not between two of them.
  const slowText = useDeferredValue(text);
  const outline = useMemo(() => outlineOf(slowText), [slowText]);
  const installed = useInstalled(outline.name);
  const { data: schema } = useManifestSchema();
  const changed = text !== installedText;
  const { kept, alsoElsewhere, closeElsewhere, drop } = useDraft(
    { name, version },
    changed ? text : undefined,
  );
  const afterSave = useAfterSave(() => {
    drop();
    setDialog(undefined);
  });
  const { error: errors } = countFindings(check.findings);
  const isChecked = check.checkedText === text;
  const discard = (): void => {
    handle.current?.replace(installedText);
    drop();
    setRestoredAt(undefined);
    setDiscarded(true);
  };
  const showKey = (key: string): void => {
    const line = lineOfKey(text, key);
    if (line !== undefined) handle.current?.goTo(line, 1);
  };
  return (
    <div className={classes["page"]}>
      <PageHeader
        title={name === "" ? "New manifest" : `${name} ${version}`}
        beside={
          <>
            <FindingBadges findings={check.findings} />
            {changed ? (
              <Badge color="yellow">{kept ? "Not installed yet" : "Not kept: this browser is full"}</Badge>
            ) : null}
          </>
        }
        about={
          <Anchor component={Link} href="/manifests" size="sm">
            All manifests
          </Anchor>
        }
        actions={
          <Group gap="xs">
            {changed ? (
              <>
                <Button variant="default" onClick={() => setDialog("changes")}>
                  Show changes
                </Button>
                <Button variant="default" onClick={discard}>
                  Discard changes
                </Button>
              </>
            ) : null}
            <ScopeButton
              scope="extensions.write"
              leftSection={<IconDeviceFloppy size={15} />}
              onClick={() => setDialog("install")}
            >
              Install…
            </ScopeButton>
          </Group>
        }
      />
      <EditorNotices
        restoredAt={restoredAt}
        onRestoredClose={() => setRestoredAt(undefined)}
        isDiscarded={isDiscarded && !changed}
        onDiscardedClose={() => setDiscarded(false)}
        alsoElsewhere={alsoElsewhere}
        onElsewhereClose={closeElsewhere}
        version={version}
      />
      {check.failure === undefined ? null : (
        <Notice failure={check.failure} title="The text could not be checked" />
      )}
      <Splitter
        left={
          <>
            <CodeEditor
              initialText={text}
              onChange={setText}
              findings={check.findings}
              schema={schema}
              handle={handle}
            />
            <div className={classes["findings"]}>
              <FindingsList
                findings={check.findings}
                onOpen={({ line, column }) => handle.current?.goTo(line, column)}
              />
              {check.findings.length === 0 ? (
                <Text size="xs" c="dimmed" p={6}>
                  F8: next finding. Ctrl-Space: what may stand here. Esc, then Tab: leave the editor.
                </Text>
              ) : null}
            </div>
          </>
        }
        right={
          <PreviewPane
            text={isChecked && errors === 0 ? text : undefined}
            errors={errors}
            outline={outline}
            onShow={showKey}
          />
        }
      />
      {dialog === "changes" ? (
        <ChangesDialog
          base={name === "" ? "the template" : version}
          before={installedText}
          after={text}
          onClose={() => setDialog(undefined)}
        />
      ) : null}
      {dialog === "install" ? (
        <SaveDialog
          text={text}
          outline={outline}
          installed={installed}
          findings={check.findings}
          onClose={() => setDialog(undefined)}
          onSaved={afterSave}
        />
      ) : null}
    </div>
  );
}

function useInstalled(name: string): readonly string[] {
  const { data = [] } = useOverview();
  return data.find((one) => one.name === name)?.versions.map(({ version }) => version) ?? [];
}

/** What was installed is what is edited from here on. */
function useAfterSave(then: () => void): (saved: Saved) => void {
  const refresh = useRefreshManifests();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  return (saved) => {
    then();
    void refresh();
    const after = new URLSearchParams(params);
    after.set("extension", saved.name);
    after.set("version", saved.version);
    after.set("saved", saved.active === true ? "active" : saved.active === "refused" ? "inactive" : "yes");
    go(`/manifests/edit?${after.toString()}`);
  };
}
