import type { PreviewJson } from "../../api/index.ts";
import type { ObjectCatalogue } from "../../smi/index.ts";
import type { PollOutcome } from "../pipeline.ts";
import { AbsentLists } from "../poll-view/absent-lists.ts";
import { DevicePolls } from "../poll-view/device-polls.ts";
import { taskDetailsOf } from "../poll-view/poll-details.ts";
import { missingOf } from "../poll-view/poll-missing.ts";

/** Metrics and dimensions for which a round brought nothing, each with its cause; for who writes the manifest. */
export function missingIn(
  outcomes: readonly PollOutcome[],
  catalogue: ObjectCatalogue,
): PreviewJson["missing"] {
  const polls = new DevicePolls();
  polls.note(outcomes, undefined, new AbsentLists());
  const polled = outcomes.map(({ task }) => ({ task, details: taskDetailsOf(polls.task(task.id)!) }));
  return missingOf(polled, catalogue).map((one) =>
    one.kind === "absent" ? { ...one, remedy: CHECK_THE_OID } : one,
  );
}

/** Before it is known to be right, the text is more likely to be wrong than the device. */
const CHECK_THE_OID =
  "See whether the OID is the right one; another model or firmware may have the object all the same.";
