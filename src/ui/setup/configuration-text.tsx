import { Stack, Text, Textarea } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ConfigurationValue } from "./element.ts";
import { parseJson, prettyJson } from "./json-text.ts";
import { textRows } from "./text-rows.ts";

/** The value as the API has it. What is no JSON yet changes nothing. */
export function ConfigurationText({
  value,
  onChange,
}: {
  readonly value: ConfigurationValue;
  readonly onChange: (value: ConfigurationValue) => void;
}) {
  const [text, setText] = useState(() => prettyJson(value));
  const parsed = parseJson(text);
  const problem =
    "problem" in parsed
      ? parsed.problem
      : isObject(parsed.value)
        ? undefined
        : "A configuration is an object: { … }.";
  // Another value than the text says: it was changed elsewhere, or undone.
  useEffect(() => {
    setText((before) => {
      const read = parseJson(before);
      return "value" in read && JSON.stringify(read.value) === JSON.stringify(value)
        ? before
        : "problem" in read
          ? before
          : prettyJson(value);
    });
  }, [value]);
  return (
    <Stack gap={4}>
      <Textarea
        aria-label="Value of the configuration as JSON"
        rows={textRows(text, 16, 36)}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={text}
        error={problem}
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          const read = parseJson(next);
          if ("value" in read && isObject(read.value)) onChange(read.value as unknown as ConfigurationValue);
        }}
      />
      <Text size="xs" c="dimmed">
        Secrets show as ***, and *** keeps what is stored.
      </Text>
    </Stack>
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
