import { Group, Text } from "@mantine/core";
import { ApiFailure } from "../api/client.ts";
import { ToneBadge } from "../parts/status-badge.tsx";
import classes from "./bulk.module.css";
import type { Outcome, Outcomes, Planned } from "./bulk-plan.ts";

/** What changes in each, and what became of it. */
export function BulkRows({
  planned,
  outcomes,
}: {
  readonly planned: readonly Planned[];
  readonly outcomes: Outcomes;
}) {
  return (
    // Scrolled by keyboard, too.
    <ul className={classes["rows"]} aria-label="What changes" tabIndex={0}>
      {planned.map(({ summary, changes }) => {
        const outcome = outcomes.get(summary.objectId);
        return (
          <li key={summary.objectId} className={classes["row"]}>
            <Group gap="xs" justify="space-between" wrap="nowrap">
              <Text size="sm" truncate>
                {summary.description || summary.objectId}
              </Text>
              <OutcomeBadge outcome={outcome} />
            </Group>
            <div className={classes["changes"]}>{saidOf(outcome, changes)}</div>
          </li>
        );
      })}
    </ul>
  );
}

function OutcomeBadge({ outcome }: { readonly outcome: Outcome | undefined }) {
  if (outcome === undefined) return null;
  if (outcome === true) return <ToneBadge tone="ok">Done</ToneBadge>;
  return <ToneBadge tone="error">{outcome.status === 412 ? "Changed meanwhile" : "Refused"}</ToneBadge>;
}

function saidOf(outcome: Outcome | undefined, changes: readonly string[]): string {
  if (outcome instanceof ApiFailure) return reasonOf(outcome);
  // Read anew, one that was changed has nothing to change any more.
  if (outcome === true) return "is as you wanted it";
  return changes.length === 0 ? "stays as it is" : changes.join(", ");
}

const reasonOf = ({ message, violations, status }: ApiFailure): string =>
  status === 412
    ? "Somebody changed it after this preview was made, so it was left alone."
    : [message, ...violations.map(({ path, message: text }) => `${path}: ${text}`)].join(" ");
