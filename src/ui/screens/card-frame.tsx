import { Card, Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

export interface CardFrameProps {
  readonly title: string;
  /** Beside the title: how many. */
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}

/** What stands around a card of a screen. */
export function CardFrame({ title, beside, actions, children }: CardFrameProps) {
  return (
    <Card component="section" aria-label={title}>
      <Group justify="space-between" gap="xs" mb="xs" mih={26}>
        <Group gap="xs">
          <Title order={2}>{title}</Title>
          {beside}
        </Group>
        {actions}
      </Group>
      {children}
    </Card>
  );
}
