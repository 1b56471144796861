import { Button, Checkbox, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { FindingsList } from "./editor/findings-list.tsx";
import type { Looked } from "./look-at-file.ts";
import { install, isActivated, useRefreshManifests } from "./manifest-api.ts";
import { missingWords } from "./unresolved.ts";
import { UnresolvedNotice } from "./unresolved-notice.tsx";
import classes from "./upload-box.module.css";

export interface LookedAtProps {
  readonly looked: Looked;
  readonly onDone: (what: string) => void;
  readonly onCancel: () => void;
}

const ACTIVE_WORDS = {
  true: " and active",
  false: "",
  refused: ", but could not be made active: activate it in the list below",
} as const;

/** What a file is, what is wrong with it, and installing it. */
export function LookedAt({ looked, onDone, onCancel }: LookedAtProps) {
  const { file, extension, findings, failure } = looked;
  const { can } = useSession();
  const refresh = useRefreshManifests();
  const [active, setActive] = useState(can("extensionEnvironment.write"));
  const send = useMutation({
    mutationFn: async () => {
      const { extensionName, version } = await install(file, { validateOnly: false });
      const done = active && (await isActivated({ name: extensionName, version }));
      return `${extensionName} ${version} is installed${ACTIVE_WORDS[`${done}`]}.`;
    },
    onSuccess: (what) => {
      void refresh();
      onDone(what);
    },
  });
  return (
    <div className={classes["looked"]}>
      <Text fw={600} size="sm">
        {file.name}
        {extension === undefined
          ? ""
          : `: ${extension.extensionName} ${extension.version} by ${extension.author.name}`}
      </Text>
      {failure === undefined ? null : <Notice failure={failure} title="It cannot be installed" />}
      {extension === undefined ? null : <UnresolvedNotice findings={findings} />}
      {findings.length === 0 ? null : (
        <div className={classes["findings"]}>
          <FindingsList findings={findings} />
        </div>
      )}
      {send.error === null ? null : <Notice failure={send.error} title="It was not installed" />}
      <Group gap="sm">
        {extension === undefined ? null : (
          <>
            <Button loading={send.isPending} onClick={() => send.mutate()}>
              {missingWords(findings) === undefined ? "Install" : "Install all the same"}
            </Button>
            <Checkbox
              size="xs"
              label="Make it the active version"
              checked={active}
              disabled={!can("extensionEnvironment.write")}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
          </>
        )}
        <Button variant="default" onClick={onCancel}>
          {extension === undefined ? "Close" : "Cancel"}
        </Button>
      </Group>
    </div>
  );
}
