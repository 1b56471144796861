import { Anchor } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { type MissingValue, objectWords } from "./missing-of.ts";
import classes from "./preview.module.css";

interface Props {
  readonly missing: readonly MissingValue[];
  /** Shows where a metric or dimension stands in the text. */
  readonly onShow: (key: string) => void;
}

/** Metrics and dimensions for which nothing came, each with its cause; the key leads to its line. */
export function PreviewMissing({ missing, onShow }: Props) {
  if (missing.length === 0) return null;
  return (
    <ul className={classes["missing"]} aria-label="Delivers nothing">
      {missing.map((one, i) => (
        <li key={`${one.role} ${one.key}`}>
          <IconPlugConnectedX size={14} aria-hidden className={classes["missingIcon"]} />
          <span>
            <Anchor component="button" type="button" size="xs" fw={600} onClick={() => onShow(one.key)}>
              {one.key}
            </Anchor>{" "}
            delivers nothing. {one.reason} {objectWords(one)}
            <span className={classes["remedy"]}>
              {" "}
              {one.elsewhere ? "Another subgroup brings the same metric." : remedyOnce(one, missing[i - 1])}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What is to be done about several alike is told at the first of them. */
const remedyOnce = ({ remedy }: MissingValue, before: MissingValue | undefined): string | undefined =>
  remedy === before?.remedy ? undefined : remedy;
