import { Button, Group, Modal, Skeleton, Stack } from "@mantine/core";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { counted } from "../words/counted.ts";
import { BulkForm } from "./bulk-form.tsx";
import type { BulkKind } from "./bulk-plan.ts";
import { BulkRows } from "./bulk-rows.tsx";
import { type Bulk, useBulk } from "./use-bulk.ts";

export interface BulkDialogProps {
  readonly kind: BulkKind;
  readonly chosen: readonly ConfigurationSummary[];
  /** @param done  something was changed */
  readonly onClose: (done: boolean) => void;
}

const TITLES: Readonly<Record<BulkKind, string>> = {
  enable: "Enable",
  disable: "Disable",
  delete: "Delete",
  sets: "Change feature sets",
  credential: "Change the credential",
  version: "Change the version",
  advanced: "Change time-outs and repeats",
};

/** Shows what would change in each, changes them one after another, and says what became of each. */
export function BulkDialog({ kind, chosen, onClose }: BulkDialogProps) {
  const bulk = useBulk(kind, chosen);
  const { stage, failure, isRead } = bulk;
  const close = (): void => onClose(bulk.hasChanged);
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={`${TITLES[kind]}: ${nouns(chosen.length)}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="sm">
        {/* Kept while it is over: what was chosen is tried again. */}
        <div hidden={stage === "over"}>
          <BulkForm kind={kind} chosen={chosen} onChange={bulk.setEdit} />
        </div>
        {failure === null ? null : <Notice failure={failure} onRetry={() => void bulk.again()} />}
        {isRead || failure !== null ? (
          <BulkRows planned={bulk.planned} outcomes={bulk.outcomes} />
        ) : (
          <Skeleton h={120} />
        )}
        {stage === "over" && bulk.failed > 0 ? <Failed bulk={bulk} /> : null}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {stage === "over" ? "Close" : "Cancel"}
          </Button>
          <Way kind={kind} bulk={bulk} />
        </Group>
      </Stack>
    </Modal>
  );
}

const nouns = (count: number): string => counted(count, "configuration");

function Failed({ bulk: { outcomes, failed } }: { readonly bulk: Bulk }) {
  return (
    <Notice
      tone="warning"
      title={`${failed} of ${outcomes.size} ${failed === 1 ? "was" : "were"} not changed`}
    >
      What somebody else changed meanwhile is as they left it. Read them anew: you see what your change does
      to what is there now, before you make it.
    </Notice>
  );
}

/** What goes on from here; nothing once all is done. */
function Way({ kind, bulk }: { readonly kind: BulkKind; readonly bulk: Bulk }) {
  const { stage, due, failed } = bulk;
  if (stage === "over") {
    return failed === 0 ? null : (
      <Button onClick={() => void bulk.again()} data-autofocus>
        {failed === 1 ? "Read it anew" : `Read the ${failed} anew`}
      </Button>
    );
  }
  return (
    <Button
      {...(kind === "delete" ? { color: "red" } : {})}
      loading={stage === "busy"}
      disabled={due.length === 0 || !bulk.isRead}
      onClick={() => void bulk.apply()}
    >
      {due.length === 0
        ? "Nothing to change"
        : `${kind === "delete" ? "Delete" : "Change"} ${nouns(due.length)}`}
    </Button>
  );
}
