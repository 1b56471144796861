import { Group, Text } from "@mantine/core";
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleDashed,
  IconCircleX,
  IconClock,
} from "@tabler/icons-react";
import { KIND_LABEL, KINDS } from "./kind.ts";
import { kindPath } from "./map-images.ts";
import type { MapModel } from "./map-model.ts";
import classes from "./topology.module.css";

const TONES = [
  { tone: "ok", label: "OK", icon: IconCircleCheck },
  { tone: "warning", label: "Incomplete", icon: IconAlertTriangle },
  { tone: "error", label: "Failing", icon: IconCircleX },
  { tone: "pending", label: "Waiting", icon: IconClock },
  { tone: undefined, label: "Not polled", icon: IconCircleDashed },
] as const;

/** What colours, signs and drawings mean; only those that are on the map. */
export function MapLegend({ model }: { readonly model: MapModel }) {
  const tones = new Set(model.nodes.map(({ tone }) => tone));
  const kinds = new Set(model.nodes.map(({ kind }) => kind));
  return (
    <Group gap="xs" className={classes["legend"]} role="note" aria-label="Legend" tabIndex={0}>
      {TONES.filter(({ tone }) => tones.has(tone)).map(({ tone, label, icon: Icon }) => (
        <Group key={label} gap={3} wrap="nowrap" data-tone={tone ?? "none"} className={classes["tone"]}>
          <Icon size={13} aria-hidden />
          <Text size="xs">{label}</Text>
        </Group>
      ))}
      {kinds.size === 0 ? <Text size="xs">&nbsp;</Text> : <span className={classes["bar"]} />}
      {KINDS.filter((kind) => kinds.has(kind)).map((kind) => (
        <Group key={kind} gap={3} wrap="nowrap">
          <svg width="15" height="15" viewBox="0 0 24 24" className={classes["kind"]} aria-hidden>
            <path d={kindPath(kind)} />
          </svg>
          <Text size="xs">{KIND_LABEL[kind]}</Text>
        </Group>
      ))}
    </Group>
  );
}
