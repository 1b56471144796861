import { Textarea } from "@mantine/core";
import { useEffect, useState } from "react";

export interface QueryTextProps {
  readonly label: string;
  readonly text: string;
  readonly onApply: (text: string) => void;
}

/** A selector as text; asked for with Enter, or when one goes elsewhere. */
export function QueryText({ label, text, onApply }: QueryTextProps) {
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const apply = (): void => {
    if (draft !== text) onApply(draft.trim());
  };
  return (
    <Textarea
      label={label}
      description="Enter asks; Shift and Enter begin a line"
      placeholder='com.example.if.bytes_in.count:splitBy("if.name"):rate(1s)'
      autosize
      minRows={1}
      maxRows={8}
      maxLength={10_000}
      spellCheck={false}
      autoCapitalize="none"
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      value={draft}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={apply}
      onKeyDown={(event) => {
        if (event.key !== "Enter" || event.shiftKey) return;
        event.preventDefault();
        apply();
      }}
    />
  );
}
