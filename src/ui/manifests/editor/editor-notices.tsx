import { Anchor } from "@mantine/core";
import { Link } from "wouter";
import { Notice } from "../../parts/notice.tsx";
import { useQueryState } from "../../parts/query-state.ts";
import { When } from "../../parts/when.tsx";

export interface EditorNoticesProps {
  /** When the work that is back was typed; undefined: none is. */
  readonly restoredAt: number | undefined;
  readonly onRestoredClose: () => void;
  readonly isDiscarded: boolean;
  readonly onDiscardedClose: () => void;
  readonly alsoElsewhere: boolean;
  readonly onElsewhereClose: () => void;
  readonly version: string;
}

/** What somebody who writes should know of what became of the text. */
export function EditorNotices(props: EditorNoticesProps) {
  const { restoredAt, onRestoredClose, isDiscarded, onDiscardedClose } = props;
  const { alsoElsewhere, onElsewhereClose, version } = props;
  return (
    <>
      {alsoElsewhere ? (
        <Notice tone="warning" onClose={onElsewhereClose}>
          This version is edited in another tab, too. What was typed last is kept in this browser: close one
          of the two.
        </Notice>
      ) : null}
      {restoredAt === undefined ? null : (
        <Notice tone="info" onClose={onRestoredClose}>
          Your work from <When at={restoredAt} /> is back. It is kept in this browser alone until you install
          it.
        </Notice>
      )}
      {isDiscarded ? (
        <Notice tone="info" onClose={onDiscardedClose}>
          Your changes are discarded. Ctrl-Z in the text brings them back.
        </Notice>
      ) : null}
      {restoredAt === undefined && !isDiscarded ? <SavedNotice version={version} /> : null}
    </>
  );
}

function SavedNotice({ version }: { readonly version: string }) {
  const [read, change] = useQueryState();
  const saved = read("saved");
  if (saved === null) return null;
  if (saved === "inactive") {
    return (
      <Notice tone="warning" onClose={() => change({ saved: "" })}>
        {version} is installed, but could not be made the active version. Activate it in the list of
        manifests.
      </Notice>
    );
  }
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
