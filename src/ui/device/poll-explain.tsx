import { Anchor, Drawer, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "wouter";
import { useSignInPath } from "../app/use-sign-in-path.ts";
import { Notice } from "../parts/notice.tsx";
import { useWhyNotExplain } from "./poll-explain-form.tsx";
import { ExplainedUse } from "./poll-explained-use.tsx";
import { explainMetric } from "./use-poll.ts";

export interface ExplainDrawerProps {
  readonly deviceId: string;
  readonly configurationId: string;
  /** Undefined: closed. */
  readonly metric: string | undefined;
  readonly onClose: () => void;
}

/** What becomes of one metric: the device is polled when this opens, and once more on request. */
export function ExplainDrawer({ deviceId, configurationId, metric, onClose }: ExplainDrawerProps) {
  return (
    <Drawer
      opened={metric !== undefined}
      onClose={onClose}
      position="right"
      size="xl"
      title={
        <Text fw={600} style={{ overflowWrap: "anywhere" }}>
          Why {metric ?? ""} is as it is
        </Text>
      }
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {metric === undefined ? null : (
        <Explained deviceId={deviceId} configurationId={configurationId} metric={metric} />
      )}
    </Drawer>
  );
}

function Explained({
  deviceId,
  configurationId,
  metric,
}: Omit<ExplainDrawerProps, "onClose"> & { readonly metric: string }) {
  const refused = useWhyNotExplain();
  const signIn = useSignInPath();
  const { data, error, isFetching, refetch } = useQuery({
    queryKey: ["explain", deviceId, configurationId, metric],
    queryFn: () => explainMetric(deviceId, metric, configurationId),
    enabled: refused === undefined,
    // Each answer is a poll of a real device: only who asks gets another.
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
  });
  if (refused !== undefined) {
    return (
      <Notice title={refused.text}>
        {refused.signIn ? (
          <Anchor component={Link} underline="always" href={signIn} size="sm">
            Sign in
          </Anchor>
        ) : null}
      </Notice>
    );
  }
  if (isFetching) {
    return (
      <Stack gap="xs" role="status">
        <Text size="sm">Asking the device. A count takes two polls, a second apart.</Text>
        <Skeleton height={220} />
      </Stack>
    );
  }
  if (data === undefined)
    return <Notice failure={error} title="No explanation" onRetry={() => void refetch()} />;
  return (
    <Stack gap="lg">
      {data.uses.map((use) => (
        <ExplainedUse key={`${use.group} ${use.subgroup} ${use.featureSet ?? ""}`} use={use} />
      ))}
      <Text size="sm">
        <Anchor component="button" type="button" size="sm" onClick={() => void refetch()}>
          Ask the device again
        </Anchor>
      </Text>
    </Stack>
  );
}
