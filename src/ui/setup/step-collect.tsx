import { Card, Skeleton, Stack, Text, Title, UnstyledButton } from "@mantine/core";
import { useEffect } from "react";
import { Notice } from "../parts/notice.tsx";
import type { Draft } from "./draft.ts";
import { FeatureSets } from "./feature-sets.tsx";
import { NoManifest } from "./no-manifest.tsx";
import { SetsChoice } from "./sets-choice.tsx";
import { useExtensions, useOffer } from "./setup-api.ts";
import classes from "./step-collect.module.css";
import type { ChangeDraft } from "./use-draft.ts";
import { VariableFields } from "./variable-fields.tsx";

interface StepProps {
  readonly draft: Draft;
  readonly change: ChangeDraft;
}

/** What is read from the devices: the extension, its feature sets and variables. */
export function StepCollect({ draft, change }: StepProps) {
  const extensions = useExtensions();
  const list = extensions.data ?? [];
  const offer = useOffer(draft.extension, draft.version);
  const choose = (extension: string, version: string): void =>
    change({ extension, version, featureSets: [], vars: {}, setsByTest: true });
  // The only one there is needs no choice.
  const only = list.length === 1 && draft.extension === "" ? list[0] : undefined;
  useEffect(() => {
    if (only !== undefined) change({ extension: only.extensionName, version: only.version });
  }, [only, change]);

  if (extensions.isError && extensions.data === undefined)
    return <Notice failure={extensions.error} onRetry={() => void extensions.refetch()} />;
  if (extensions.isPending) return <Skeleton h={200} />;
  if (list.length === 0) return <NoManifest />;
  return (
    <Stack gap="lg">
      <fieldset className={classes["cards"]}>
        <legend className={classes["legend"]}>Manifest</legend>
        {list.map(({ extensionName, version }) => (
          <UnstyledButton
            key={extensionName}
            className={classes["card"]}
            aria-pressed={draft.extension === extensionName}
            onClick={() => choose(extensionName, version)}
          >
            <Text size="sm" fw={600}>
              {extensionName}
            </Text>
            <Text size="xs" c="dimmed">
              version {version}
            </Text>
          </UnstyledButton>
        ))}
      </fieldset>
      {draft.extension === "" ? null : <Choices draft={draft} change={change} offer={offer} />}
    </Stack>
  );
}

function Choices({ draft, change, offer }: StepProps & { readonly offer: ReturnType<typeof useOffer> }) {
  if (offer.isError && offer.data === undefined)
    return <Notice failure={offer.error} onRetry={() => void offer.refetch()} />;
  if (offer.data === undefined) return <Skeleton h={320} />;
  const { featureSets, variables, dataSources } = offer.data;
  if (!dataSources.includes("snmp")) {
    return (
      <Notice tone="warning">
        This extension is for traps alone: it polls nothing, so there is nothing to test. Import its
        configuration as JSON on the page Set up.
      </Notice>
    );
  }
  return (
    <>
      <SetsChoice byTest={draft.setsByTest} onChange={(setsByTest) => change({ setsByTest })}>
        {draft.setsByTest ? (
          <Text size="sm" c="dimmed" mb="xs">
            The test finds out what they have. Before you save you see what it costs, and can still choose.
          </Text>
        ) : null}
        <FeatureSets
          sets={featureSets}
          chosen={draft.featureSets}
          disabled={draft.setsByTest}
          onChange={(chosen) => change({ featureSets: chosen })}
        />
      </SetsChoice>
      {variables.length === 0 ? null : (
        <Card>
          <Title order={2} mb="xs">
            Variables
          </Title>
          <VariableFields variables={variables} vars={draft.vars} onChange={(vars) => change({ vars })} />
        </Card>
      )}
    </>
  );
}
