import { Group, Text, Title } from "@mantine/core";
import { type ReactNode, useEffect } from "react";

export interface PageHeaderProps {
  readonly title: string;
  /** Beside the title: badges, counts. */
  readonly beside?: ReactNode;
  /** One line below it. */
  readonly about?: ReactNode;
  /** Buttons on the right. */
  readonly actions?: ReactNode;
}

/** Title of a page, also in the browser's tab. */
export function PageHeader({ title, beside, about, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · snmpgate`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="sm" gap="xs">
      <div style={{ minWidth: 0 }}>
        <Group gap="xs">
          <Title order={1} style={{ overflowWrap: "anywhere" }}>
            {title}
          </Title>
          {beside}
        </Group>
        {about === undefined ? null : (
          <Text size="sm" c="dimmed" component="div">
            {about}
          </Text>
        )}
      </div>
      {actions === undefined ? null : <Group gap="xs">{actions}</Group>}
    </Group>
  );
}
