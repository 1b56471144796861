import { Group, Text } from "@mantine/core";
import { ToneBadge } from "../parts/status-badge.tsx";
import classes from "./bulk.module.css";
import { elementName, type Imported, isTwin } from "./import-plan.ts";

export interface ImportResultsProps {
  readonly results: readonly Imported[];
  readonly done: boolean;
  /** Keys of configurations that are there already. */
  readonly known: ReadonlySet<string>;
}

/** What the service says of each element. */
export function ImportResults({ results, done, known }: ImportResultsProps) {
  if (results.length === 0) return null;
  return (
    <ul className={classes["rows"]} aria-label="What the service says of each" tabIndex={0}>
      {results.map((result, i) => (
        <li key={i} className={classes["row"]}>
          <Result result={result} place={i} done={done} twin={!done && isTwin(result.element, known)} />
        </li>
      ))}
    </ul>
  );
}

interface ResultProps {
  readonly result: Imported;
  readonly place: number;
  readonly done: boolean;
  /** One of its name is there already. */
  readonly twin: boolean;
}

function Result({ result, place, done, twin }: ResultProps) {
  const { element, ok, message, violations } = result;
  const tone = !ok ? "error" : twin || violations.length > 0 ? "warning" : "ok";
  const word = {
    error: "Refused",
    warning: done ? "Created" : "Look at this",
    ok: done ? "Created" : "Fine",
  };
  return (
    <>
      <Group gap="xs" justify="space-between" wrap="nowrap">
        <Text size="sm" truncate>
          {elementName(element, place)} ({element.extension})
        </Text>
        <ToneBadge tone={tone}>{word[tone]}</ToneBadge>
      </Group>
      <div className={classes["changes"]}>
        {ok && twin ? <div>One of this name is there already: this makes a second one.</div> : null}
        {violations.length === 0
          ? message
          : violations.map(({ path, message: text }) => (
              <div key={`${path} ${text}`}>
                <code>{path}</code> {text}
              </div>
            ))}
      </div>
    </>
  );
}
