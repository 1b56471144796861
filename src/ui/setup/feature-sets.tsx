import { Button, Collapse, Group, Switch, Text, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import type { Offer } from "../../api/contract/index.ts";
import { formatSpan } from "../words/units.ts";
import { type Cost, costWords, estimateOf, type SetFinding, TYPICAL_ROWS } from "./costs.ts";
import classes from "./feature-sets.module.css";

type OfferedSet = Offer["featureSets"][number];

export interface FeatureSetsProps {
  readonly sets: readonly OfferedSet[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
  /** What tested devices have; undefined before. */
  readonly findings?: ReadonlyMap<string, SetFinding> | undefined;
  readonly disabled?: boolean | undefined;
}

/** What can be collected, with what it costs and what is in it. */
export function FeatureSets({ sets, chosen, onChange, findings, disabled = false }: FeatureSetsProps) {
  const names = sets.flatMap(({ name }) => (name === "" ? [] : [name]));
  const toggle = (name: string): void =>
    onChange(chosen.includes(name) ? chosen.filter((one) => one !== name) : [...chosen, name]);
  return (
    <div>
      <Group justify="space-between" mb={4}>
        <Text size="xs" c="dimmed">
          {findings === undefined
            ? `Costs are estimates for one switch with ${TYPICAL_ROWS} ports; the test counts them.`
            : "Costs as the test has counted them, all devices together."}
        </Text>
        {disabled ? null : (
          <Group gap={4}>
            <Button variant="subtle" size="compact-xs" onClick={() => onChange(names)}>
              All
            </Button>
            <Button variant="subtle" size="compact-xs" onClick={() => onChange([])}>
              None
            </Button>
          </Group>
        )}
      </Group>
      {inOrder(sets, findings).map((set) => (
        <FeatureSet
          key={set.name}
          set={set}
          finding={findings?.get(set.name)}
          cost={findings === undefined ? estimateOf(set) : findings.get(set.name)?.cost}
          isChosen={set.name === "" || chosen.includes(set.name)}
          disabled={disabled || set.name === ""}
          onToggle={() => toggle(set.name)}
        />
      ))}
    </div>
  );
}

/** What no device has stands last. */
function inOrder(
  sets: readonly OfferedSet[],
  findings: ReadonlyMap<string, SetFinding> | undefined,
): readonly OfferedSet[] {
  if (findings === undefined) return sets;
  const isMissing = ({ name }: OfferedSet): number => Number(hasNone(findings.get(name)));
  return sets.toSorted((a, b) => isMissing(a) - isMissing(b));
}

const hasNone = (finding: SetFinding | undefined): boolean =>
  finding === undefined || finding.yes + finding.partly === 0;

interface FeatureSetProps {
  readonly set: OfferedSet;
  readonly finding: SetFinding | undefined;
  readonly cost: Cost | undefined;
  readonly isChosen: boolean;
  readonly disabled: boolean;
  readonly onToggle: () => void;
}

const NAMES_SHOWN = 4;

function FeatureSet({ set, finding, cost, isChosen, disabled, onToggle }: FeatureSetProps) {
  const [open, setOpen] = useState(false);
  const names = [...new Set(set.metrics.map(({ key, displayName }) => displayName ?? key))];
  const more = names.length - NAMES_SHOWN;
  return (
    <div className={classes["set"]}>
      <div className={classes["head"]}>
        {disabled ? (
          <Text size="sm" fw={isChosen && set.name !== "" ? 600 : 400}>
            {set.name === "" ? "Always collected" : set.name}
          </Text>
        ) : (
          <Switch size="sm" checked={isChosen} onChange={onToggle} label={set.name} />
        )}
        <span className={classes["cost"]}>{costText(finding, cost)}</span>
      </div>
      <div className={classes["metrics"]} data-flat={disabled || undefined}>
        {names.slice(0, NAMES_SHOWN).join(", ")}
        {more > 0 ? ` and ${more} more` : ""}{" "}
        <Button variant="subtle" size="compact-xs" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Less" : "Details"}
          <VisuallyHidden> of {set.name || "what is always collected"}</VisuallyHidden>
        </Button>
      </div>
      <Collapse expanded={open} transitionDuration={0}>
        <MetricTable set={set} flat={disabled} />
      </Collapse>
    </div>
  );
}

function costText(finding: SetFinding | undefined, cost: Cost | undefined): string {
  if (cost === undefined) return "not looked for";
  if (finding === undefined) return costWords(cost);
  return hasNone(finding) ? supportWords(finding) : `${supportWords(finding)} · ${costWords(cost)}`;
}

function supportWords({ yes, partly, no }: SetFinding): string {
  const all = yes + partly + no;
  if (no === all) return all === 1 ? "not on this device" : "on none of them";
  if (partly === 0 && no === 0) return all === 1 ? "supported" : `on all ${all}`;
  return all === 1 ? "in part" : `on ${yes + partly} of ${all}`;
}

function MetricTable({ set, flat }: { readonly set: OfferedSet; readonly flat: boolean }) {
  return (
    <div className={classes["wide"]} data-flat={flat || undefined}>
      <table className={classes["table"]}>
        <thead>
          <tr>
            <th scope="col">Metric</th>
            <th scope="col">Of each</th>
            <th scope="col">Every</th>
            <th scope="col">What it tells</th>
          </tr>
        </thead>
        <tbody>
          {set.metrics.map(({ key, displayName, description, table, subgroup, intervalMs }) => (
            <tr key={`${subgroup} ${key}`}>
              <td>
                {displayName ?? key}
                {displayName === undefined ? null : (
                  <Text size="xs" c="dimmed" ff="monospace">
                    {key}
                  </Text>
                )}
              </td>
              <td>{table ? `row of ${subgroup}` : "device"}</td>
              <td>{formatSpan(intervalMs)}</td>
              <td>{description ?? ""}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
