import { Card, Group, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface CardFrameProps {
  readonly title: string;
  /** Beside the title: how many. */
  readonly beside?: ReactNode;
  /** What the manifest says of it. */
  readonly about?: string | undefined;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around a card of a screen. */
export function CardFrame({ title, beside, about, actions, children }: CardFrameProps) {
  return (
    <Card component="section" aria-label={title}>
      <Group justify="space-between" gap="xs" mb="xs" mih={26}>
        <Group gap="xs">
          <Title order={2}>{title}</Title>
          {beside}
        </Group>
        {actions}
      </Group>
      {about === undefined ? null : (
        <Text size="sm" c="dimmed" mb="xs">
          {about}
        </Text>
      )}
      {children}
    </Card>
  );
}
