import { Button, Group, Text, Tooltip } from "@mantine/core";
import { ScopeButton } from "../parts/scope.tsx";
import { counted } from "../words/counted.ts";
import { EMPTY_DRAFT, missingIn, STEPS, type Step } from "./draft.ts";
import { StartOver } from "./start-over.tsx";
import type { ChangeDraft } from "./use-draft.ts";
import type { Saving } from "./use-saving.ts";
import classes from "./wizard-page.module.css";
import { nextLabel, type WizardState } from "./wizard-words.ts";

export interface WizardButtonsProps extends Pick<WizardState, "draft" | "count" | "ticked"> {
  readonly change: ChangeDraft;
  readonly step: Step;
  readonly go: (step: Step) => void;
  readonly saving: Saving;
}

/** A step back, a step on, or the last one: save. */
export function WizardButtons({ draft, change, step, go, count, ticked, saving }: WizardButtonsProps) {
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
          <StartOver
            asks={draft.targets.trim() !== ""}
            onStartOver={() => {
              change(EMPTY_DRAFT);
              go("collect");
            }}
          />
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
          Save and poll {ticked.length === 1 ? "the device" : counted(ticked.length, "device")}
        </ScopeButton>
      ) : (
        <Group gap="xs">
          {step === "test" && missing === undefined ? (
            <Text size="sm" c="dimmed">
              {counted(ticked.length, "device")} ticked
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
