import { useDebouncedValue } from "@mantine/hooks";
import { useMemo } from "react";
import { PageHeader } from "../parts/page-header.tsx";
import { Needs } from "../parts/scope.tsx";
import { isTicked, mergedDevices } from "./check-merge.ts";
import { findingsOf, supportedSets } from "./costs.ts";
import { EMPTY_DRAFT } from "./draft.ts";
import { FirstData } from "./first-data-view.tsx";
import { savedParts } from "./saved-parts.ts";
import { useTargets } from "./setup-api.ts";
import { TYPING_MS } from "./step-switches.tsx";
import { useChecks } from "./use-checks.ts";
import { useDraft, useStep } from "./use-draft.ts";
import { WizardSteps } from "./wizard-steps.tsx";

/** From nothing to polled devices, in six steps. */
export default function WizardPage() {
  return (
    <>
      <PageHeader title="Add devices" />
      <Needs scope="extensionConfigurations.write" what="add devices">
        <Wizard />
      </Needs>
    </>
  );
}

function Wizard() {
  const [draft, change] = useDraft();
  const [step, go] = useStep();
  const checks = useChecks(draft.jobs);
  const [text] = useDebouncedValue(draft.targets, TYPING_MS);
  const count = useTargets(text, draft.port).data?.count;
  const devices = useMemo(() => mergedDevices(checks.jobs, draft.dropped), [checks.jobs, draft.dropped]);
  const ticked = useMemo(
    () => devices.filter((device) => isTicked(device, draft.ticks)),
    [devices, draft.ticks],
  );
  const featureSets = useMemo(
    () => (draft.setsByTest ? supportedSets(findingsOf(ticked, draft.extension)) : draft.featureSets),
    [draft.setsByTest, draft.featureSets, draft.extension, ticked],
  );
  const parts = useMemo(
    () =>
      savedParts(ticked, { extension: draft.extension }, draft.setsByTest ? undefined : draft.featureSets),
    [ticked, draft.extension, draft.setsByTest, draft.featureSets],
  );
  if (draft.objectIds.length > 0) {
    return (
      <FirstData
        objectIds={draft.objectIds}
        extension={draft.extension}
        description={draft.description}
        count={ticked.length}
        onMore={() => {
          change({
            ...EMPTY_DRAFT,
            extension: draft.extension,
            version: draft.version,
            credentials: draft.credentials,
          });
          go("switches");
        }}
      />
    );
  }
  return <WizardSteps {...{ draft, change, step, go, checks, count, devices, ticked, featureSets, parts }} />;
}
