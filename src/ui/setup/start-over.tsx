import { Button, Group, Popover, Text } from "@mantine/core";
import { useState } from "react";

export interface StartOverProps {
  /** Something was entered that took a while: it is asked for first. */
  readonly asks: boolean;
  readonly onStartOver: () => void;
}

/** Empties the wizard; beside Back, so that a slip must not cost a pasted list. */
export function StartOver({ asks, onStartOver }: StartOverProps) {
  const [open, setOpen] = useState(false);
  const startOver = (): void => {
    setOpen(false);
    onStartOver();
  };
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="top-start"
      width={280}
      withArrow
      trapFocus
      returnFocus
    >
      <Popover.Target>
        <Button variant="subtle" size="sm" onClick={() => (asks ? setOpen(!open) : startOver())}>
          Start over
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="xs">
          The addresses and the results are dropped. Credentials that were saved stay.
        </Text>
        <Group gap="xs">
          <Button color="red" onClick={startOver}>
            Drop them
          </Button>
          <Button variant="default" data-autofocus onClick={() => setOpen(false)}>
            Keep them
          </Button>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
