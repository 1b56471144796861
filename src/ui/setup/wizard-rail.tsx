import { UnstyledButton, VisuallyHidden } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";
import { STEP_TITLES, STEPS, type Step } from "./draft.ts";
import classes from "./wizard-rail.module.css";

export interface WizardRailProps {
  readonly step: Step;
  /** As far as one may go. */
  readonly furthest: Step;
  /** What was chosen in each, in a few words. */
  readonly summaries: Readonly<Record<Step, string>>;
  readonly onGo: (step: Step) => void;
}

/** Where one is, what was done, and the way back. */
export function WizardRail({ step, furthest, summaries, onGo }: WizardRailProps) {
  const last = STEPS.indexOf(furthest);
  return (
    <ol className={classes["rail"]} aria-label="Steps">
      {STEPS.map((one, i) => {
        const isDone = i < STEPS.indexOf(step);
        return (
          <li key={one}>
            <UnstyledButton
              className={classes["step"]}
              onClick={() => onGo(one)}
              disabled={i > last}
              aria-current={one === step ? "step" : undefined}
              title={STEP_TITLES[one]}
            >
              <span className={classes["mark"]} data-done={isDone || undefined} aria-hidden>
                {isDone ? <IconCheck size={14} stroke={2.5} /> : i + 1}
              </span>
              <span className={classes["words"]}>
                <span>{STEP_TITLES[one]}</span>
                {isDone ? <VisuallyHidden>, done</VisuallyHidden> : null}
                <div className={classes["summary"]}>{summaries[one] || " "}</div>
              </span>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}
