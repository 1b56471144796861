import { Button, Group, Skeleton, Text } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import type { Extension, SuppliedManifest } from "../../api/contract/index.ts";
import { get, post } from "../api/client.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { Notice } from "../parts/notice.tsx";
import { ScopeButton } from "../parts/scope.tsx";
import { useRefresh } from "./setup-api.ts";

/** Nothing says yet what to collect: the manifest that comes along does, with one click. */
export function NoManifest() {
  const refresh = useRefresh();
  const supplied = useQuery({
    queryKey: ["setup", "supplied"],
    staleTime: Number.POSITIVE_INFINITY,
    queryFn: ({ signal }) => get<SuppliedManifest>("/api/snmpgate/manifests/supplied", { signal }),
  });
  const install = useMutation({
    mutationFn: ({ text }: SuppliedManifest) =>
      post<Extension>("/api/v2/extensions", text, { contentType: "text/yaml" }),
    onSettled: refresh,
  });
  return (
    <EmptyState title="No manifest is installed">
      <Text size="sm" maw={560}>
        A manifest says what to collect. One for network switches of any vendor comes along: interfaces with
        traffic, errors and discards, CPU and memory, sensors, PoE, and neighbours by LLDP and CDP.
      </Text>
      {supplied.isError ? <Notice failure={supplied.error} onRetry={() => void supplied.refetch()} /> : null}
      {install.isError ? <Notice title="It was not installed" failure={install.error} /> : null}
      <Group gap="xs" justify="center" mih={36}>
        {supplied.data === undefined ? (
          <Skeleton w={280} h={36} visible={supplied.isPending} />
        ) : (
          <ScopeButton
            scope="extensions.write"
            size="sm"
            leftSection={<IconPlus size={16} />}
            loading={install.isPending}
            onClick={() => install.mutate(supplied.data)}
          >
            Install {supplied.data.name} {supplied.data.version}
          </ScopeButton>
        )}
        <Button component={Link} href="/manifests" variant="light" size="sm">
          Upload another
        </Button>
      </Group>
    </EmptyState>
  );
}
