import { Title } from "@mantine/core";
import { useEffect, useRef } from "react";
import { furthestStep, STEP_TITLES, STEPS, type Step } from "./draft.ts";
import { StepCollect } from "./step-collect.tsx";
import { StepCredentials } from "./step-credentials.tsx";
import { StepPreview } from "./step-preview.tsx";
import { StepSave } from "./step-save.tsx";
import { StepSwitches } from "./step-switches.tsx";
import { StepTest } from "./step-test.tsx";
import type { Checks } from "./use-checks.ts";
import type { ChangeDraft } from "./use-draft.ts";
import { useSaving } from "./use-saving.ts";
import { WizardButtons } from "./wizard-buttons.tsx";
import classes from "./wizard-page.module.css";
import { WizardRail } from "./wizard-rail.tsx";
import { summariesOf, type WizardState } from "./wizard-words.ts";

export interface WizardStepsProps extends WizardState {
  readonly change: ChangeDraft;
  readonly step: Step;
  readonly go: (step: Step) => void;
  readonly checks: Checks;
}

/** The step that one is at, between the way so far and the way on. */
export function WizardSteps(props: WizardStepsProps) {
  const { draft, change, go, count, devices, ticked, featureSets, parts, checks } = props;
  const furthest = furthestStep(draft, count, ticked.length);
  // The address may name a step that needs more than there is; while results are fetched, they are waited for.
  const isWaiting = draft.jobs.length > 0 && checks.jobs.length === 0 && checks.gone.length === 0;
  const step =
    STEPS.indexOf(props.step) <= STEPS.indexOf(furthest) || isWaiting || count === undefined
      ? props.step
      : furthest;
  const saving = useSaving({ draft, change, parts });
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
          <StepTest
            draft={draft}
            change={change}
            checks={checks}
            devices={devices}
            onAddresses={() => go("switches")}
          />
        ) : null}
        {step === "preview" ? <StepPreview draft={draft} devices={ticked} parts={parts} /> : null}
        {step === "save" ? (
          <StepSave
            draft={draft}
            change={change}
            devices={ticked}
            featureSets={featureSets}
            parts={parts}
            failure={saving.failure}
          />
        ) : null}
        <WizardButtons {...props} step={step} saving={saving} />
      </div>
    </div>
  );
}
