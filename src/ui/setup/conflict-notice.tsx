import { Button, Group, Text } from "@mantine/core";
import { useState } from "react";
import type { Configuration } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { TextDiff } from "../parts/text-diff.tsx";
import { valueOf } from "./element.ts";
import { prettyJson } from "./json-text.ts";
import { merged } from "./merge.ts";
import type { ConfigurationEdit } from "./use-configuration-edit.ts";

/** Somebody else saved it while it was edited here: what differs, and the ways on. Nothing typed is lost. */
export function ConflictNotice({
  edit,
  theirs,
}: {
  readonly edit: ConfigurationEdit;
  readonly theirs: Configuration;
}) {
  const [comparing, setComparing] = useState(false);
  const both = merged(edit.base, valueOf(theirs.value), edit.value);
  return (
    <Notice tone="warning" title="Somebody changed it while you were editing">
      <Text size="sm">
        {both === undefined
          ? "You both changed the same part. Whichever you drop can be found again: theirs among the earlier versions, yours below until you leave."
          : "They changed other parts than you did, so both changes fit together."}
      </Text>
      <Group gap="xs" mt="xs">
        {both === undefined ? null : (
          <Button onClick={() => edit.save(both, theirs.revision)}>Keep both changes</Button>
        )}
        <Button variant="light" onClick={edit.take}>
          Take theirs
        </Button>
        <Button variant="light" color="red" onClick={() => edit.save(edit.value, theirs.revision)}>
          Save mine over it
        </Button>
        <Button variant="subtle" aria-expanded={comparing} onClick={() => setComparing(!comparing)}>
          {comparing ? "Hide the differences" : "Compare"}
        </Button>
      </Group>
      {comparing ? (
        <TextDiff
          before={prettyJson(theirs.value)}
          after={prettyJson(edit.value)}
          label="Differences: − theirs, + yours"
        />
      ) : null}
    </Notice>
  );
}
