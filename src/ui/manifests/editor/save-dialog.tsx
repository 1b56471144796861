import { Button, Checkbox, Group, Modal, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import type { Finding } from "../../../api/contract/index.ts";
import { useSession } from "../../app/session.tsx";
import { Notice } from "../../parts/notice.tsx";
import { counted } from "../../words/counted.ts";
import { install, isActivated } from "../manifest-api.ts";
import { UnresolvedNotice } from "../unresolved-notice.tsx";
import { countFindings } from "./finding-range.ts";
import type { Outline } from "./outline.ts";
import { nextVersion, withVersion } from "./version.ts";

export interface Saved {
  readonly name: string;
  readonly version: string;
  /** `refused`: it was to be active, and is not. */
  readonly active: boolean | "refused";
}

export interface SaveDialogProps {
  readonly text: string;
  readonly outline: Outline;
  /** Versions of this extension that are there already. */
  readonly installed: readonly string[];
  readonly findings: readonly Finding[];
  readonly onSaved: (saved: Saved) => void;
  readonly onClose: () => void;
}

const VERSION = /^\d+\.\d+\.\d+$/;

/** Installs the text as a version of its own: what is installed is never changed under those who use it. */
export function SaveDialog({ text, outline, installed, findings, onSaved, onClose }: SaveDialogProps) {
  const { can } = useSession();
  const { name, version } = outline;
  const { error: errors } = countFindings(findings);
  const [wanted, setWanted] = useState(
    installed.includes(version) ? nextVersion(version, installed) : version,
  );
  const [active, setActive] = useState(can("extensionEnvironment.write"));
  const save = useMutation({
    mutationFn: async (): Promise<Saved> => {
      const sent = textToInstall(text, { version, wanted });
      const done = await install(sent, { validateOnly: false });
      const saved = { name: done.extensionName, version: done.version };
      return { ...saved, active: active && (await isActivated(saved)) };
    },
    onSuccess: onSaved,
  });
  const problem = versionProblem(wanted, installed);
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Install ${name === "" ? "the manifest" : name}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack gap="sm">
          {errors > 0 ? (
            <Notice tone="error">
              The text has {counted(errors, "error")}. Mend what the findings name first.
            </Notice>
          ) : null}
          <UnresolvedNotice findings={findings} />
          <TextInput
            label="Version"
            description={
              installed.includes(version)
                ? `${version} is installed already, so this is the next one.`
                : undefined
            }
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value.trim())}
            error={problem}
            data-autofocus
          />
          <Checkbox
            label="Make it the active version"
            description="New configurations begin with it. Those that exist keep theirs until you change it in Set up."
            checked={active}
            disabled={!can("extensionEnvironment.write")}
            onChange={(event) => setActive(event.currentTarget.checked)}
          />
          {save.error === null ? null : <Notice failure={save.error} title="It was not installed" />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending} disabled={problem !== undefined || errors > 0}>
              Install
            </Button>
          </Group>
          <Text size="xs" c="dimmed">
            The version in the text becomes {wanted === "" ? "the one above" : wanted}.
          </Text>
        </Stack>
      </form>
    </Modal>
  );
}

/** @throws {Error} when the version is written in a way that is not changed here */
function textToInstall(
  text: string,
  { version, wanted }: { readonly version: string; readonly wanted: string },
): string {
  const sent = withVersion(text, wanted);
  if (sent !== text || version === wanted) return sent;
  throw new Error(`The text does not say its version in a line of its own. Write version: ${wanted} there.`);
}

function versionProblem(wanted: string, installed: readonly string[]): string | undefined {
  if (!VERSION.test(wanted)) return "Three numbers, such as 1.0.1";
  return installed.includes(wanted) ? "Installed already; take another" : undefined;
}
