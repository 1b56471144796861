import { ActionIcon, Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import type { ReactNode } from "react";
import classes from "./topology.module.css";

/** What stands in the side panel of something that is selected. */
export function Details({
  title,
  beside,
  onClose,
  children,
}: {
  readonly title: string;
  readonly beside?: ReactNode;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div className={classes["scroller"]}>
      <Stack gap="sm" p="sm">
        <Group gap={6} wrap="nowrap" align="flex-start">
          <ActionIcon onClick={onClose} aria-label="Back to the list" title="Back to the list" size="sm">
            <IconArrowLeft size={16} />
          </ActionIcon>
          <div className={classes["grow"]}>
            <Title order={2} className={classes["title"]}>
              {title}
            </Title>
            {beside}
          </div>
        </Group>
        {children}
      </Stack>
    </div>
  );
}

/** The heading of a part of the panel. */
export function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section>
      <Text component="h3" size="xs" fw={600} c="dimmed" mb={4} mt={0}>
        {title}
      </Text>
      {children}
    </section>
  );
}

/** A name that selects something on the map. */
export function Pick({ name, onPick }: { readonly name: string; readonly onPick: () => void }) {
  return (
    <Anchor component="button" type="button" size="sm" onClick={onPick} className={classes["pick"]}>
      {name}
    </Anchor>
  );
}
