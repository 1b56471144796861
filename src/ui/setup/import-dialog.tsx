import { Button, FileButton, Group, Modal, Select, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { Notice } from "../parts/notice.tsx";
import { ToneBadge } from "../parts/status-badge.tsx";
import { type ActivationElement, readActivation } from "./activation-text.ts";
import classes from "./bulk.module.css";
import { byExtension, elementName, type Imported, importedOf, withCredential } from "./import-plan.ts";
import { createConfigurations, useCredentials, useExtensions, useRefresh } from "./setup-api.ts";

const EMPTY = "";

/** Takes activation JSON: read, checked by the service, then created; each element by itself. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const extensions = useExtensions();
  const credentials = useCredentials();
  const refresh = useRefresh();
  const names = (extensions.data ?? []).map(({ extensionName }) => extensionName);
  const [text, setText] = useState(EMPTY);
  const [fallback, setFallback] = useState<string | null>(null);
  const [credential, setCredential] = useState<string | null>(null);
  const [results, setResults] = useState<readonly Imported[]>([]);
  const [state, setState] = useState<"busy" | "done" | { readonly failure: unknown } | undefined>();
  const read = text.trim() === "" ? undefined : readActivation(text, fallback ?? names[0] ?? "");
  const elements = read !== undefined && "elements" in read ? withCredentials(read.elements, credential) : [];
  const masked = read !== undefined && "masked" in read ? read.masked : 0;
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
          <FileButton accept="application/json,.json" onChange={(file) => void file?.text().then(change)}>
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
          autosize
          minRows={6}
          maxRows={14}
          spellCheck={false}
          styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          error={read !== undefined && "problem" in read ? read.problem : undefined}
        />
        <Group gap="sm" grow>
          {names.length > 1 ? (
            <Select
              label="Manifest of elements that name none"
              data={names}
              value={fallback ?? names[0] ?? null}
              onChange={setFallback}
            />
          ) : null}
          {masked > 0 ? (
            <Select
              label={`${masked === 1 ? "One has" : `${masked} have`} secrets that the export left out (***)`}
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
        <Results results={results} done={state === "done"} />
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

const withCredentials = (
  elements: readonly ActivationElement[],
  credential: string | null,
): readonly ActivationElement[] =>
  credential === null
    ? elements
    : elements.map((element) => ({ ...element, value: withCredential(element.value, credential) }));

/** As many as the API takes at once. */
const AT_ONCE = 100;

async function sent(
  elements: readonly ActivationElement[],
  validateOnly: boolean,
): Promise<readonly Imported[]> {
  const results: Imported[] = [];
  for (const [extension, group] of byExtension(elements)) {
    for (let from = 0; from < group.length; from += AT_ONCE) {
      const part = group.slice(from, from + AT_ONCE);
      const created = await createConfigurations(
        extension,
        part.map(({ scope, value }) => ({ scope, value })),
        validateOnly,
      );
      results.push(...part.map((element, i) => importedOf(element, created[i])));
    }
  }
  return results;
}

function Results({ results, done }: { readonly results: readonly Imported[]; readonly done: boolean }) {
  if (results.length === 0) return null;
  return (
    <ul className={classes["rows"]} aria-label="What the service says of each" tabIndex={0}>
      {results.map(({ element, ok, message, violations }, i) => (
        <li key={i} className={classes["row"]}>
          <Group gap="xs" justify="space-between" wrap="nowrap">
            <Text size="sm" truncate>
              {elementName(element, i)} ({element.extension})
            </Text>
            <ToneBadge tone={ok ? (violations.length > 0 ? "warning" : "ok") : "error"}>
              {ok ? (done ? "Created" : "Fine") : "Refused"}
            </ToneBadge>
          </Group>
          <div className={classes["changes"]}>
            {violations.length === 0
              ? message
              : violations.map(({ path, message: text }) => (
                  <div key={`${path} ${text}`}>
                    <code>{path}</code> {text}
                  </div>
                ))}
          </div>
        </li>
      ))}
    </ul>
  );
}
