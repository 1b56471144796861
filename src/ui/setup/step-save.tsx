import { Group, List, Stack, Text, TextInput } from "@mantine/core";
import { useEffect } from "react";
import { Notice } from "../parts/notice.tsx";
import { PropertyList } from "../parts/property-list.tsx";
import { counted } from "../words/counted.ts";
import { formatCount } from "../words/units.ts";
import { type CheckedDevice, isTicked } from "./check-merge.ts";
import { costOf, costWords, findingsOf, type SetFinding } from "./costs.ts";
import { type Draft, groupComplaint } from "./draft.ts";
import { FeatureSets } from "./feature-sets.tsx";
import { partNames, type SavedPart } from "./saved-parts.ts";
import { SetsChoice } from "./sets-choice.tsx";
import { useOffer } from "./setup-api.ts";
import type { ChangeDraft } from "./use-draft.ts";
import { suggestedName } from "./wizard-words.ts";

export interface StepSaveProps {
  readonly draft: Draft;
  readonly change: ChangeDraft;
  /** Those that are ticked. */
  readonly devices: readonly CheckedDevice[];
  readonly featureSets: readonly string[];
  readonly parts: readonly SavedPart[];
  /** Why it was not saved. */
  readonly failure: unknown;
}

/** A last look, a name, and then it is polled. */
export function StepSave({ draft, change, devices, featureSets, parts, failure }: StepSaveProps) {
  const offer = useOffer(draft.extension, draft.version);
  const findings = findingsOf(devices, draft.extension);
  // Once, when the step is opened: whoever empties the field wants another name.
  useEffect(() => {
    change(({ description }) => (description === "" ? { description: suggestedName(devices) } : {}));
  }, []); // oxlint-disable-line react-hooks/exhaustive-deps -- see above
  return (
    <Stack gap="md">
      {failure === undefined ? null : <Notice title="It was not saved" failure={failure} />}
      <Group gap="md" align="flex-start" grow preventGrowOverflow={false}>
        <TextInput
          label="Name"
          description="What this configuration is called, as “Access layer, building 4”."
          withAsterisk
          maxLength={480}
          data-autofocus
          value={draft.description}
          onChange={(event) => change({ description: event.currentTarget.value })}
        />
        <TextInput
          label="Group"
          description="Of collectors that poll it; leave it at default if you have one."
          value={draft.group}
          error={groupComplaint(draft.group)}
          onChange={(event) => change({ group: event.currentTarget.value })}
        />
      </Group>
      <Summary draft={draft} devices={devices} featureSets={featureSets} parts={parts} findings={findings} />
      <SetsChoice byTest={draft.setsByTest} onChange={(setsByTest) => change({ setsByTest, featureSets })}>
        {offer.data === undefined ? null : (
          <FeatureSets
            sets={offer.data.featureSets}
            chosen={featureSets}
            findings={findings.size === 0 ? undefined : findings}
            disabled={draft.setsByTest}
            onChange={(chosen) => change({ featureSets: chosen })}
          />
        )}
      </SetsChoice>
    </Stack>
  );
}

function Summary({
  draft,
  devices,
  featureSets,
  parts,
  findings,
}: Omit<StepSaveProps, "change" | "failure"> & { readonly findings: ReadonlyMap<string, SetFinding> }) {
  const silent = devices.filter(({ verdict }) => verdict !== "ok").length;
  const twice = devices.filter(
    (device) => device.configurations !== undefined && isTicked(device, draft.ticks),
  ).length;
  const used = [...new Set(devices.map(({ credential }) => credential ?? draft.credentials[0] ?? ""))];
  return (
    <>
      <PropertyList
        properties={[
          { key: "extension", label: "Manifest", value: `${draft.extension} ${draft.version}` },
          { key: "devices", label: "Devices", value: formatCount(devices.length) },
          { key: "credentials", label: "Credentials", value: used.join(", ") },
          ...(findings.size === 0
            ? []
            : [{ key: "cost", label: "Cost", value: costWords(costOf(findings, featureSets)) }]),
        ]}
      />
      {parts.length < 2 ? null : <Parts parts={parts} description={draft.description.trim()} />}
      {silent === 0 ? null : (
        <Notice tone="warning">
          {counted(silent, "device has", "devices have")} not passed the test. It is polled all the same, with{" "}
          {draft.credentials[0]}, and shows as failing until it answers.
        </Notice>
      )}
      {twice === 0 ? null : (
        <Notice tone="warning">
          {counted(twice, "device is", "devices are")} polled by another configuration already, and will be
          polled twice.
        </Notice>
      )}
    </>
  );
}

/** Several configurations: why, and what is in each. */
function Parts({
  parts,
  description,
}: {
  readonly parts: readonly SavedPart[];
  readonly description: string;
}) {
  const names = partNames(description, parts);
  return (
    <Notice title={`They become ${parts.length} configurations`}>
      <Text size="sm">
        A configuration has one list of feature sets, and not all devices have the same. Choose by hand to
        keep them in one.
      </Text>
      <List size="sm" mt={4}>
        {parts.map(({ devices, featureSets }, i) => (
          <List.Item key={devices[0]?.key ?? i}>
            {names[i]}: {counted(devices.length, "device")},{" "}
            {featureSets.length === 0
              ? "what is always collected alone"
              : counted(featureSets.length, "feature set")}
          </List.Item>
        ))}
      </List>
    </Notice>
  );
}
