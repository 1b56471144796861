import { Button, Group, Text, Title, Tooltip } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useRef } from "react";
import { PageHeader } from "../parts/page-header.tsx";
import { Needs, ScopeButton } from "../parts/scope.tsx";
import { formatCount } from "../words/units.ts";
import { type CheckedDevice, isTicked, mergedDevices } from "./check-merge.ts";
import { findingsOf, supportedSets } from "./costs.ts";
import { type Draft, EMPTY_DRAFT, furthestStep, missingIn, STEP_TITLES, STEPS, type Step } from "./draft.ts";
import { FirstData } from "./first-data-view.tsx";
import { useTargets } from "./setup-api.ts";
import { StepCollect } from "./step-collect.tsx";
import { StepCredentials } from "./step-credentials.tsx";
import { StepPreview } from "./step-preview.tsx";
import { StepSave } from "./step-save.tsx";
import { StepSwitches, TYPING_MS } from "./step-switches.tsx";
import { StepTest } from "./step-test.tsx";
import { type Checks, useChecks } from "./use-checks.ts";
import { type ChangeDraft, useDraft, useStep } from "./use-draft.ts";
import { type Saving, useSaving } from "./use-saving.ts";
import classes from "./wizard-page.module.css";
import { WizardRail } from "./wizard-rail.tsx";

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
  if (draft.objectId !== undefined) {
    return (
      <FirstData
        objectId={draft.objectId}
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
  return <Steps {...{ draft, change, step, go, checks, count, devices, ticked, featureSets }} />;
}

interface StepsProps {
  readonly draft: Draft;
  readonly change: ChangeDraft;
  readonly step: Step;
  readonly go: (step: Step) => void;
  readonly checks: Checks;
  /** Devices that the text means, once it was read. */
  readonly count: number | undefined;
  readonly devices: readonly CheckedDevice[];
  readonly ticked: readonly CheckedDevice[];
  readonly featureSets: readonly string[];
}

function Steps(props: StepsProps) {
  const { draft, change, go, count, devices, ticked, featureSets, checks } = props;
  const furthest = furthestStep(draft, count, ticked.length);
  // The address may name a step that needs more than there is; while results are fetched, they are waited for.
  const isWaiting = draft.jobs.length > 0 && checks.jobs.length === 0 && checks.gone.length === 0;
  const step =
    STEPS.indexOf(props.step) <= STEPS.indexOf(furthest) || isWaiting || count === undefined
      ? props.step
      : furthest;
  const saving = useSaving({ draft, change, devices: ticked, featureSets });
  const heading = useRef<HTMLHeadingElement>(null);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) heading.current?.focus();
    first.current = false;
    window.scrollTo({ top: 0 });
  }, [step]);
  return (
    <div className={classes["layout"]}>
      <nav className={classes["rail"]} aria-label="Steps of adding devices">
        <WizardRail step={step} furthest={furthest} summaries={summariesOf(props)} onGo={go} />
      </nav>
      <div>
        <Title order={2} mb="sm" ref={heading} tabIndex={-1} className={classes["title"]}>
          {STEP_TITLES[step]}
        </Title>
        {step === "collect" ? <StepCollect draft={draft} change={change} /> : null}
        {step === "switches" ? <StepSwitches draft={draft} change={change} /> : null}
        {step === "credentials" ? <StepCredentials draft={draft} change={change} /> : null}
        {step === "test" ? (
          <StepTest draft={draft} change={change} checks={checks} devices={devices} />
        ) : null}
        {step === "preview" ? <StepPreview draft={draft} devices={ticked} featureSets={featureSets} /> : null}
        {step === "save" ? (
          <StepSave
            draft={draft}
            change={change}
            devices={ticked}
            featureSets={featureSets}
            failure={saving.failure}
          />
        ) : null}
        <Buttons {...props} step={step} saving={saving} />
      </div>
    </div>
  );
}

function Buttons({
  draft,
  change,
  step,
  go,
  count,
  ticked,
  saving,
}: StepsProps & { readonly saving: Saving }) {
  const place = STEPS.indexOf(step);
  const [before, next] = [STEPS[place - 1], STEPS[place + 1]];
  const missing = missingIn(step, draft, count, ticked.length);
  return (
    <Group className={classes["buttons"] ?? ""} justify="space-between" gap="xs">
      <Group gap="xs">
        {before === undefined ? null : (
          <Button variant="default" size="sm" onClick={() => go(before)}>
            Back
          </Button>
        )}
        {draft === EMPTY_DRAFT ? null : (
          <Button
            variant="subtle"
            size="sm"
            onClick={() => {
              change(EMPTY_DRAFT);
              go("collect");
            }}
          >
            Start over
          </Button>
        )}
      </Group>
      {next === undefined ? (
        <ScopeButton
          scope="extensionConfigurations.write"
          size="sm"
          loading={saving.busy}
          blocked={missing}
          onClick={() => void saving.save()}
        >
          Save and poll {ticked.length === 1 ? "the device" : `${formatCount(ticked.length)} devices`}
        </ScopeButton>
      ) : (
        <Group gap="xs">
          {step === "test" && missing === undefined ? (
            <Text size="sm" c="dimmed">
              {ticked.length === 1 ? "1 device" : `${formatCount(ticked.length)} devices`} ticked
            </Text>
          ) : null}
          <Tooltip label={missing ?? ""} disabled={missing === undefined}>
            <Button
              size="sm"
              {...(missing === undefined ? {} : { "data-disabled": true, "aria-disabled": true })}
              onClick={() => (missing === undefined ? go(next) : undefined)}
            >
              {nextLabel(next, count)}
            </Button>
          </Tooltip>
        </Group>
      )}
    </Group>
  );
}

function nextLabel(next: Step, count: number | undefined): string {
  if (next !== "test") return `Next: ${STEP_TITLES[next].toLowerCase()}`;
  if (count === undefined) return "Test";
  return count === 1 ? "Test the device" : `Test ${formatCount(count)} devices`;
}

function summariesOf({
  draft,
  count,
  devices,
  ticked,
  featureSets,
}: StepsProps): Readonly<Record<Step, string>> {
  const { extension, credentials } = draft;
  const fine = devices.filter(({ verdict }) => verdict === "ok").length;
  return {
    collect: extension === "" ? "" : extension,
    switches:
      count === undefined || count === 0 ? "" : count === 1 ? "1 device" : `${formatCount(count)} devices`,
    credentials: credentials.join(", "),
    test: devices.length === 0 ? "" : `${formatCount(fine)} of ${formatCount(devices.length)} OK`,
    preview: "",
    save:
      ticked.length === 0
        ? ""
        : `${featureSets.length} feature sets, ${ticked.length} ${ticked.length === 1 ? "device" : "devices"}`,
  };
}
