import { Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** Where nothing is to be seen yet: why, and what to do. */
export function EmptyState({ title, children }: { readonly title: string; readonly children?: ReactNode }) {
  return (
    <Stack align="center" gap="sm" py={64} px="md" ta="center">
      <Title order={2}>{title}</Title>
      {children}
    </Stack>
  );
}
