import type { PreviewJson } from "../../api/index.ts";
import type { ObjectCatalogue } from "../../smi/index.ts";
import type { SnmpError } from "../../snmp/index.ts";
import type { PollOutcome } from "../pipeline.ts";
import type { TaskDetails } from "../poll-view/poll-details.ts";
import { missingOf } from "../poll-view/poll-missing.ts";
import { withoutDevice } from "../trace-text.ts";

/** Metrics and dimensions for which a round brought nothing, each with its cause; for who writes the manifest. */
export const missingIn = (
  outcomes: readonly PollOutcome[],
  catalogue: ObjectCatalogue,
): PreviewJson["missing"] =>
  missingOf(
    outcomes.map((outcome) => ({ task: outcome.task, details: detailsOf(outcome) })),
    catalogue,
  ).map((one) => (one.kind === "absent" ? { ...one, remedy: CHECK_THE_OID } : one));

/** Before it is known to be right, the text is more likely to be wrong than the device. */
const CHECK_THE_OID =
  "See whether the OID is the right one; another model or firmware may have the object all the same.";

/** What a running service keeps of a poll. */
function detailsOf({ task, report, batch, notes, unread, ...times }: PollOutcome): TaskDetails {
  const troubles = unread === undefined ? [] : [...unread.failures, ...unread.incomplete];
  return {
    taskId: task.id,
    atMs: times.startedAtMs,
    durationMs: times.durationMs,
    outcome: report.outcome,
    error: report.error && causeOf(report.error),
    lines: batch.lines,
    absent: [...(unread?.absent ?? [])],
    troubles: troubles.map(([oid, error]) => ({ oid, ...causeOf(error) })),
    filteredRows: notes?.filteredOutRows ?? 0,
    notANumber: [...(notes?.notANumber ?? [])].map(([key, { count, example }]) => ({ key, count, example })),
  };
}

const causeOf = ({ code, message, device, remedy }: SnmpError) => ({
  code,
  message: withoutDevice(message, device),
  remedy,
});
