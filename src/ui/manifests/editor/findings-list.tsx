import { Badge, Group, Text, UnstyledButton } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleX,
  IconInfoCircle,
  IconPlugConnectedX,
} from "@tabler/icons-react";
import type { Finding } from "../../../api/contract/index.ts";
import { counted } from "../../words/counted.ts";
import { missingWords } from "../unresolved.ts";
import { bySeverity, countFindings } from "./finding-range.ts";
import classes from "./findings-list.module.css";

const LOOK = {
  error: { color: "red", icon: IconCircleX, label: "error" },
  warning: { color: "yellow", icon: IconAlertTriangle, label: "warning" },
  info: { color: "blue", icon: IconInfoCircle, label: "hint" },
} as const;

/** More than anybody reads; the counts say how many there are. */
const SHOWN_MAX = 200;

/** What was found, errors first; each leads to its line. */
export function FindingsList({
  findings,
  onOpen,
}: {
  readonly findings: readonly Finding[];
  /** Undefined: the lines are not here to be seen. */
  readonly onOpen?: ((finding: Finding) => void) | undefined;
}) {
  return (
    // Where nothing in it takes the focus it is scrolled by keyboard itself.
    <ul
      className={classes["list"]}
      aria-label="Findings"
      {...(onOpen === undefined && findings.length > 0 ? { tabIndex: 0 } : {})}
    >
      {findings
        .toSorted(bySeverity)
        .slice(0, SHOWN_MAX)
        .map((finding, i) => (
          <li key={`${finding.line}:${finding.column} ${finding.code} ${i}`}>
            <FindingRow finding={finding} onOpen={onOpen} />
          </li>
        ))}
    </ul>
  );
}

function FindingRow({
  finding,
  onOpen,
}: {
  readonly finding: Finding;
  readonly onOpen: ((finding: Finding) => void) | undefined;
}) {
  const { color, icon: Icon, label } = LOOK[finding.severity];
  const content = (
    <>
      <Icon
        size={15}
        color={`var(--mantine-color-${color}-text)`}
        aria-label={label}
        className={classes["icon"]}
      />
      <span className={classes["line"]}>
        {onOpen === undefined ? `${fileOf(finding)}:` : ""}
        {finding.line}:{finding.column}
      </span>
      <span className={classes["message"]}>{finding.message}</span>
      <Text span size="xs" c="dimmed" ml="auto" flex="none">
        {finding.code}
      </Text>
    </>
  );
  if (onOpen === undefined) return <div className={classes["row"]}>{content}</div>;
  return (
    <UnstyledButton className={classes["row"]} onClick={() => onOpen(finding)}>
      {content}
    </UnstyledButton>
  );
}

/** Within its package, as far as that matters: `extension.yaml`, `snmp/ACME-MIB.txt`. */
const fileOf = ({ file = "extension.yaml" }: Finding): string => file.slice(file.lastIndexOf("!") + 1);

/** A warning that costs data is more than a number among others. */
function MissingBadge({ findings }: { readonly findings: readonly Finding[] }) {
  const missing = missingWords(findings);
  if (missing === undefined) return null;
  return (
    <Badge color="orange" leftSection={<IconPlugConnectedX size={13} aria-hidden />}>
      {missing}
    </Badge>
  );
}

/** How many of each, in words. */
export function FindingBadges({ findings }: { readonly findings: readonly Finding[] }) {
  const counts = countFindings(findings);
  if (findings.length === 0) {
    return (
      <Badge color="green" leftSection={<IconCircleCheck size={13} aria-hidden />}>
        No findings
      </Badge>
    );
  }
  return (
    <Group gap={4}>
      <MissingBadge findings={findings} />
      {(["error", "warning", "info"] as const).map((severity) => {
        const { color, icon: Icon, label } = LOOK[severity];
        const count = counts[severity];
        if (count === 0) return null;
        return (
          <Badge key={severity} color={color} leftSection={<Icon size={13} aria-hidden />}>
            {counted(count, label)}
          </Badge>
        );
      })}
    </Group>
  );
}
