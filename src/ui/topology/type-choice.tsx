import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text } from "@mantine/core";
import { IconCategory } from "@tabler/icons-react";
import type { TopologyMap } from "../../api/contract/index.ts";
import { formatCount } from "../words/units.ts";

export interface TypeChoiceProps {
  readonly types: TopologyMap["types"];
  /** Whether the types are the service's own choice. */
  readonly isDefault: boolean;
  /** Undefined: those that the service shows by itself. */
  readonly onChoose: (types: readonly string[] | undefined) => void;
}

/** Which types of entities are on the map. */
export function TypeChoice({ types, isDefault, onChoose }: TypeChoiceProps) {
  const shown = types.filter(({ isShown }) => isShown).map(({ type }) => type);
  const toggle = (type: string): void =>
    onChoose(shown.includes(type) ? shown.filter((one) => one !== type) : [...shown, type]);
  return (
    <Popover position="bottom-start" shadow="md" withinPortal trapFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconCategory size={14} aria-hidden />}>
          Types {types.length === 0 ? "" : `${shown.length} of ${types.length}`}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs" maw={320}>
          <Text size="xs" c="dimmed">
            Links through what is not shown stay, with the names of the ports.
          </Text>
          <ScrollArea.Autosize mah={320}>
            <Stack gap={6}>
              {types.map(({ type, displayName, count, isShown }) => (
                <Checkbox
                  key={type}
                  size="xs"
                  checked={isShown}
                  disabled={isShown && shown.length === 1}
                  onChange={() => toggle(type)}
                  label={
                    <Group gap={6} wrap="nowrap">
                      <span>{displayName}</span>
                      <Text span size="xs" c="dimmed" className="num">
                        {formatCount(count)}
                      </Text>
                    </Group>
                  }
                />
              ))}
            </Stack>
          </ScrollArea.Autosize>
          <Button variant="subtle" disabled={isDefault} onClick={() => onChoose(undefined)}>
            Devices and neighbours again
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
