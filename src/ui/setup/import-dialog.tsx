import { Button, FileButton, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useMemo, useRef, useState } from "react";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { type ActivationElement, readActivation } from "./activation-text.ts";
import { type Imported, twinKey } from "./import-plan.ts";
import { ImportResults } from "./import-results.tsx";
import { sent, withCredentials } from "./import-send.ts";
import { useCredentials, useExtensions, useRefresh, useSummaries } from "./setup-api.ts";
import { textRows } from "./text-rows.ts";

const EMPTY = "";
const NOTHING = { masked: 0, unnamed: 0 };
const NONE: readonly ConfigurationSummary[] = [];

/** Takes activation JSON: read, checked by the service, then created; each element by itself. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const extensions = useExtensions();
  const credentials = useCredentials();
  const { data: summaries = NONE } = useSummaries();
  const refresh = useRefresh();
  const names = (extensions.data ?? []).map(({ extensionName }) => extensionName);
  // The same file chosen again, after it was mended, is a choice, too.
  const forget = useRef<() => void>(null);
  const [text, setText] = useState(EMPTY);
  const [fallback, setFallback] = useState<string | null>(null);
  const [credential, setCredential] = useState<string | null>(null);
  const [results, setResults] = useState<readonly Imported[]>([]);
  const [state, setState] = useState<"busy" | "done" | { readonly failure: unknown } | undefined>();
  const read = text.trim() === "" ? undefined : readActivation(text, fallback ?? names[0] ?? "");
  const elements = read !== undefined && "elements" in read ? withCredentials(read.elements, credential) : [];
  const { masked, unnamed } = read !== undefined && "masked" in read ? read : NOTHING;
  const known = useMemo(
    () => new Set(summaries.map(({ extension, description }) => twinKey(extension, description))),
    [summaries],
  );
  const good = results.filter(({ ok }) => ok).map(({ element }) => element);

  const send = async (some: readonly ActivationElement[], validateOnly: boolean): Promise<void> => {
    setState("busy");
    try {
      setResults(await sent(some, validateOnly));
      if (!validateOnly) await refresh();
      setState(validateOnly ? undefined : "done");
    } catch (failure) {
      setState({ failure });
    }
  };
  const change = (next: string): void => {
    setText(next);
    setResults([]);
    setState(undefined);
  };
  return (
    <Modal
      opened
      onClose={onClose}
      size="lg"
      title="Import configurations"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm">
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            Activation JSON, as the export or the vendor's API writes it.
          </Text>
          <FileButton
            accept="application/json,.json"
            resetRef={forget}
            onChange={(file) => {
              void file?.text().then(change);
              forget.current?.();
            }}
          >
            {(props) => (
              <Button variant="default" {...props}>
                Choose a file
              </Button>
            )}
          </FileButton>
        </Group>
        <Textarea
          aria-label="Activation JSON"
          placeholder='[{ "scope": "ag_group-default", "value": { … } }]'
          rows={textRows(text, 6, 14)}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          error={read !== undefined && "problem" in read ? read.problem : undefined}
        />
        <Group gap="sm" grow align="flex-end">
          {unnamed > 0 && names.length > 1 ? (
            <Select
              label={`Manifest of ${counted(unnamed, "element that names", "elements that name")} none`}
              data={names}
              value={fallback ?? names[0] ?? null}
              onChange={setFallback}
            />
          ) : null}
          {masked > 0 ? (
            <Select
              label={`${counted(masked, "element has", "elements have")} secrets that the export left out (***)`}
              placeholder="credential to use instead"
              data={(credentials.data ?? []).map(({ name }) => name)}
              value={credential}
              onChange={(next) => {
                setCredential(next);
                setResults([]);
              }}
            />
          ) : null}
        </Group>
        {typeof state === "object" ? <Notice title="The import failed" failure={state.failure} /> : null}
        <ImportResults results={results} done={state === "done"} known={known} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {state === "done" ? "Close" : "Cancel"}
          </Button>
          {state === "done" ? null : results.length === 0 ? (
            <Button
              loading={state === "busy"}
              disabled={elements.length === 0}
              onClick={() => void send(elements, true)}
            >
              Check {elements.length === 0 ? "" : elements.length}
            </Button>
          ) : (
            <Button
              loading={state === "busy"}
              disabled={good.length === 0}
              onClick={() => void send(good, false)}
            >
              Create {good.length} of {results.length}
            </Button>
          )}
        </Group>
      </Stack>
    </Modal>
  );
}
