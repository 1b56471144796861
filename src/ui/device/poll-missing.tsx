import { Button, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useState } from "react";
import type { DevicePoll } from "../../api/contract/index.ts";
import { ToneBadge } from "../parts/status-badge.tsx";
import classes from "./poll-missing.module.css";
import { KIND_WORDS, type MissingGroup, missingGroups, nothingMissing } from "./poll-words.ts";

export interface PollMissingProps {
  readonly poll: DevicePoll;
  readonly onExplain: (metric: string) => void;
}

/** What did not come and why, by reason; a metric explains itself on a click. */
export function PollMissing({ poll, onExplain }: PollMissingProps) {
  const [all, setAll] = useState(false);
  const groups = missingGroups(poll.missing);
  const failed = poll.groups.some(({ outcome }) => outcome === "failed");
  const own = groups.filter(({ elsewhere }) => !elsewhere);
  const others = groups.length - own.length;
  if (groups.length === 0) return <Text size="sm">{nothingMissing(poll)}</Text>;
  return (
    <Stack gap={0} className={classes["list"]}>
      {failed ? (
        <Text size="sm" mb="xs">
          {nothingMissing(poll)} Below is what it did not have before that.
        </Text>
      ) : null}
      {own.length === 0 && !failed ? (
        <Text size="sm">Every planned metric came, from one table or another.</Text>
      ) : null}
      {(all ? groups : own).map((group) => (
        <Reason key={group.key} group={group} onExplain={onExplain} />
      ))}
      {others === 0 ? null : (
        <Group mt="xs">
          <Button variant="subtle" onClick={() => setAll(!all)}>
            {all ? "Hide what another table brings" : `Show what another table brings (${others})`}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

const SHOWN_MAX = 6;

/** Of several objects in the plural. */
const reasonOf = ({ kind, reason, members }: MissingGroup): string =>
  kind === "absent" && members.length > 1 ? "The device does not have these objects." : reason;

function Reason({
  group,
  onExplain,
}: {
  readonly group: MissingGroup;
  readonly onExplain: (metric: string) => void;
}) {
  const [open, setOpen] = useState(false);
  const { kind, subgroup, featureSet, remedy, members, elsewhere } = group;
  const { label, tone } = KIND_WORDS[kind];
  const shown = open ? members : members.slice(0, SHOWN_MAX);
  return (
    <div className={classes["reason"]}>
      <Group gap="xs">
        <ToneBadge tone={elsewhere ? "pending" : tone}>{label}</ToneBadge>
        <Text size="sm" fw={600} component="h3">
          {subgroup}
        </Text>
        <Text size="xs" c="dimmed">
          {[`group ${group.group}`, featureSet === undefined ? "" : `feature set ${featureSet}`]
            .filter((one) => one !== "")
            .join(", ")}
        </Text>
      </Group>
      <Text size="sm">
        {reasonOf(group)} {elsewhere ? "Another table brings the same metrics." : ""}
      </Text>
      {remedy === undefined || elsewhere ? null : (
        <Text size="sm" c="dimmed">
          {remedy}
        </Text>
      )}
      <ul className={classes["members"]}>
        {shown.map((member) => (
          <Member
            key={`${member.role} ${member.key} ${member.oid ?? ""}`}
            member={member}
            onExplain={onExplain}
          />
        ))}
        {members.length > SHOWN_MAX ? (
          <li>
            <UnstyledButton className={classes["more"]} onClick={() => setOpen(!open)} aria-expanded={open}>
              {open ? "Show fewer" : `and ${members.length - SHOWN_MAX} more`}
            </UnstyledButton>
          </li>
        ) : null}
      </ul>
    </div>
  );
}

function Member({
  member: { role, key, object, oid },
  onExplain,
}: {
  readonly member: DevicePoll["missing"][number];
  readonly onExplain: (metric: string) => void;
}) {
  const title = [object, oid].filter((one) => one !== undefined).join("  ");
  return (
    <li title={title}>
      {role === "metric" ? (
        <UnstyledButton
          className={classes["metric"]}
          onClick={() => onExplain(key)}
          aria-label={`Explain ${key}`}
        >
          {key}
        </UnstyledButton>
      ) : (
        <span className={classes["dimension"]}>{key} (dimension)</span>
      )}
    </li>
  );
}
