import { Autocomplete } from "@mantine/core";
import { useEffect, useState } from "react";
import { useEntityTypes } from "./use-metrics.ts";

/** Only series of these entities; for all queries of the page. */
export function EntityFilter({
  text,
  onApply,
}: {
  readonly text: string;
  readonly onApply: (text: string) => void;
}) {
  const types = useEntityTypes();
  const [draft, setDraft] = useState(text);
  useEffect(() => setDraft(text), [text]);
  const apply = (next: string): void => {
    if (next.trim() !== text) onApply(next.trim());
  };
  return (
    <Autocomplete
      size="xs"
      label="Only of these entities"
      placeholder='type(network:interface),entityName.startsWith("Gi1/0")'
      data={(types.data?.types ?? []).map(({ type }) => `type(${type})`)}
      maxLength={2_000}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      clearable
      value={draft}
      onChange={(next) => {
        setDraft(next);
        if (next === "") apply("");
      }}
      onOptionSubmit={apply}
      onBlur={() => apply(draft)}
      onKeyDown={(event) => {
        if (event.key === "Enter") apply(draft);
      }}
    />
  );
}
