import { Anchor, Badge, Button, Group, Text } from "@mantine/core";
import { IconDeviceFloppy } from "@tabler/icons-react";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Link, useLocation, useSearchParams } from "wouter";
import { now } from "../../app/now.ts";
import { Notice } from "../../parts/notice.tsx";
import { PageHeader } from "../../parts/page-header.tsx";
import { useQueryState } from "../../parts/query-state.ts";
import { ScopeButton } from "../../parts/scope.tsx";
import { When } from "../../parts/when.tsx";
import { useManifestSchema, useOverview, useRefreshManifests } from "../manifest-api.ts";
import { PreviewPane } from "../preview/preview-pane.tsx";
import { CodeEditor, type EditorHandle } from "./code-editor.tsx";
import { dropDraft, keepDraft, readDraft } from "./draft.ts";
import { countFindings } from "./finding-range.ts";
import { FindingBadges, FindingsList } from "./findings-list.tsx";
import classes from "./manifest-editor.module.css";
import { outlineOf } from "./outline.ts";
import { SaveDialog, type Saved } from "./save-dialog.tsx";
import { Splitter } from "./splitter.tsx";
import { useCheck } from "./use-check.ts";

export interface ManifestEditorProps {
  /** Empty: a new one. */
  readonly name: string;
  readonly version: string;
  readonly installedText: string;
}

const DRAFT_AFTER_MS = 500;

export function ManifestEditor({ name, version, installedText }: ManifestEditorProps) {
  const draft = useMemo(() => readDraft(localStorage, name), [name]);
  const restored = draft !== undefined && draft.text !== installedText ? draft : undefined;
  const [text, setText] = useState(restored?.text ?? installedText);
  const [isRestored, setRestored] = useState(restored !== undefined);
  const [saving, setSaving] = useState(false);
  const handle = useRef<EditorHandle>(null);
  const check = useCheck(text);
  const outline = useMemo(() => outlineOf(text), [text]);
  const slowOutline = useDeferredValue(outline);
  const installed = useInstalled(outline.name);
  const { data: schema } = useManifestSchema();
  const afterSave = useAfterSave(name, () => setSaving(false));
  const changed = text !== installedText;
  const kept = useDraft(name, version, text, changed);
  const { error: errors } = countFindings(check.findings);
  const isChecked = check.checkedText === text;
  const discard = (): void => {
    handle.current?.replace(installedText);
    dropDraft(localStorage, name);
    setRestored(false);
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
              <Button variant="default" onClick={discard}>
                Discard changes
              </Button>
            ) : null}
            <ScopeButton
              scope="extensions.write"
              leftSection={<IconDeviceFloppy size={15} />}
              onClick={() => setSaving(true)}
            >
              Install…
            </ScopeButton>
          </Group>
        }
      />
      <EditorNotice
        isRestored={isRestored}
        at={draft?.atMs}
        base={draft?.base}
        version={version}
        onClose={() => setRestored(false)}
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
            outline={slowOutline}
          />
        }
      />
      {saving ? (
        <SaveDialog
          text={text}
          outline={outline}
          installed={installed}
          findings={check.findings}
          onClose={() => setSaving(false)}
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

/** Keeps what is not installed yet in this browser. @returns whether that worked */
function useDraft(name: string, base: string, text: string, changed: boolean): boolean {
  const [kept, setKept] = useState(true);
  useEffect(() => {
    const timer = setTimeout(() => {
      if (changed) setKept(keepDraft(localStorage, name, { text, base, atMs: now() }));
      else dropDraft(localStorage, name);
    }, DRAFT_AFTER_MS);
    return () => clearTimeout(timer);
  }, [name, base, text, changed]);
  return kept;
}

/** What was installed is what is edited from here on. */
function useAfterSave(name: string, then: () => void): (saved: Saved) => void {
  const refresh = useRefreshManifests();
  const [, go] = useLocation();
  const [params] = useSearchParams();
  return (saved) => {
    dropDraft(localStorage, name);
    void refresh();
    then();
    const after = new URLSearchParams(params);
    after.set("extension", saved.name);
    after.set("version", saved.version);
    after.set("saved", saved.active ? "active" : "yes");
    go(`/manifests/edit?${after.toString()}`);
  };
}

interface EditorNoticeProps {
  readonly isRestored: boolean;
  readonly at: number | undefined;
  readonly base: string | undefined;
  readonly version: string;
  readonly onClose: () => void;
}

function EditorNotice({ isRestored, at, base, version, onClose }: EditorNoticeProps) {
  const [read, change] = useQueryState();
  const saved = read("saved");
  if (isRestored) {
    return (
      <Notice tone="info" onClose={onClose}>
        Your work from <When at={at} /> is back{base === "" || base === version ? "" : `, begun from ${base}`}
        . It is kept in this browser alone until you install it.
      </Notice>
    );
  }
  if (saved === null) return null;
  return (
    <Notice tone="ok" onClose={() => change({ saved: "" })}>
      {version} is installed{saved === "active" ? " and active" : ""}. Configurations keep their version until
      you change it in{" "}
      <Anchor component={Link} href="/setup" size="sm">
        Set up
      </Anchor>
      .
    </Notice>
  );
}
