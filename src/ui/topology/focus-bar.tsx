import { Button, Group, Slider, Text } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { DEPTH_MAX } from "./map-query.ts";
import classes from "./topology.module.css";

export interface FocusBarProps {
  /** Name of what the map is around. */
  readonly name: string;
  readonly depth: number;
  readonly onDepth: (depth: number) => void;
  readonly onEnd: () => void;
}

const MARKS = Array.from({ length: DEPTH_MAX }, (_, i) => ({ value: i + 1, label: String(i + 1) }));

/** Says that only a neighbourhood is shown, and how far it reaches. */
export function FocusBar({ name, depth, onDepth, onEnd }: FocusBarProps) {
  return (
    <Group gap="sm" wrap="nowrap" className={classes["focus"]}>
      <Text size="xs" truncate>
        Around <b>{name}</b>, links away:
      </Text>
      <Slider
        size="sm"
        w={130}
        mb={14}
        min={1}
        max={DEPTH_MAX}
        marks={MARKS}
        value={depth}
        onChange={onDepth}
        label={null}
        thumbLabel="Links away"
      />
      <Button
        variant="light"
        leftSection={<IconX size={13} aria-hidden />}
        onClick={onEnd}
        className={classes["still"]}
      >
        Whole map
      </Button>
    </Group>
  );
}
