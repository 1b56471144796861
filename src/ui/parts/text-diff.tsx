import { Text } from "@mantine/core";
import { useMemo } from "react";
import { counted } from "../words/counted.ts";
import { lineDiff } from "./line-diff.ts";
import classes from "./text-diff.module.css";

const SIGN = { same: " ", added: "+", removed: "−" } as const;

export interface TextDiffProps {
  readonly before: string;
  readonly after: string;
  /** What is compared, for who cannot see it; − and + are told by themselves. */
  readonly label?: string;
}

/** What changed from one text to another: lines of the first with −, of the second with +. */
export function TextDiff({ before, after, label = "Differences: − before, + after" }: TextDiffProps) {
  const parts = useMemo(() => lineDiff(before, after), [before, after]);
  if (before === after) {
    return (
      <Text size="sm" c="dimmed" mt={4}>
        Nothing differs.
      </Text>
    );
  }
  return (
    <pre className={classes["diff"]} tabIndex={0} role="region" aria-label={label}>
      {parts.map((part, i) => (
        <span key={`${i} ${part.kind}`} className={classes["line"]} data-kind={part.kind}>
          {part.kind === "skipped"
            ? `⋯ ${counted(part.count, "line")} alike`
            : `${SIGN[part.kind]} ${part.text}`}
        </span>
      ))}
    </pre>
  );
}
