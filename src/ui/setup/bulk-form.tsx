import { MultiSelect, NumberInput, Select, SimpleGrid, Text } from "@mantine/core";
import { useState } from "react";
import type { ConfigurationSummary } from "../../api/contract/index.ts";
import type { BulkEdit } from "./bulk-edit.ts";
import type { BulkKind } from "./bulk-plan.ts";
import { useCredentials, useOffer, useVersions } from "./setup-api.ts";

interface BulkFormProps {
  readonly kind: BulkKind;
  readonly chosen: readonly ConfigurationSummary[];
  readonly onChange: (edit: BulkEdit | undefined) => void;
}

/** What is to change, where a word is not enough. */
export function BulkForm({ kind, chosen, onChange }: BulkFormProps) {
  switch (kind) {
    case "enable":
      return <Text size="sm">They are polled from the next second on.</Text>;
    case "disable":
      return <Text size="sm">They are no longer polled. Their entities and their history stay.</Text>;
    case "delete":
      return (
        <Text size="sm">
          Entities stay until they were not seen for long enough, and so does the history.
        </Text>
      );
    case "sets":
      return <SetsForm chosen={chosen} onChange={onChange} />;
    case "credential":
      return <CredentialForm chosen={chosen} onChange={onChange} />;
    case "version":
      return <VersionForm chosen={chosen} onChange={onChange} />;
    case "advanced":
      return <AdvancedForm onChange={onChange} />;
    default:
      return kind satisfies never;
  }
}

type Part = Pick<BulkFormProps, "chosen" | "onChange">;

const extensionsOf = (chosen: readonly ConfigurationSummary[]): readonly string[] => [
  ...new Set(chosen.map(({ extension }) => extension)),
];

function SetsForm({ chosen, onChange }: Part) {
  const { extension, version } = chosen[0]!;
  const offer = useOffer(extension, version);
  const [add, setAdd] = useState<readonly string[]>([]);
  const [remove, setRemove] = useState<readonly string[]>([]);
  const offered = offer.data?.featureSets.flatMap(({ name }) => (name === "" ? [] : [name])) ?? [];
  const used = [...new Set(chosen.flatMap(({ featureSets }) => featureSets))].toSorted();
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <MultiSelect
        label="Add"
        data={offered}
        searchable
        value={[...add]}
        onChange={(next) => {
          setAdd(next);
          onChange({ kind: "sets", add: next, remove });
        }}
      />
      <MultiSelect
        label="Take away"
        data={used}
        searchable
        value={[...remove]}
        onChange={(next) => {
          setRemove(next);
          onChange({ kind: "sets", add, remove: next });
        }}
      />
    </SimpleGrid>
  );
}

/** Stands for a device's own secrets in a list of names. */
const OWN = " own";

function CredentialForm({ chosen, onChange }: Part) {
  const credentials = useCredentials();
  const [from, setFrom] = useState<string | null>(null);
  const [to, setTo] = useState<string | null>(null);
  const used = [...new Set(chosen.flatMap((one) => Object.keys(one.credentials)))];
  const tell = (nextFrom: string | null, nextTo: string | null): void => {
    const before = nextFrom === null ? undefined : nextFrom === OWN ? "" : nextFrom;
    onChange(nextTo === null ? undefined : { kind: "credential", from: before, to: nextTo });
  };
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      <Select
        label="Of devices with"
        placeholder="any credential"
        clearable
        data={used.map((name) => ({ value: name || OWN, label: name || "secrets of their own" }))}
        value={from}
        onChange={(next) => {
          setFrom(next);
          tell(next, to);
        }}
      />
      <Select
        label="Use instead"
        searchable
        data={(credentials.data ?? []).map(({ name }) => name)}
        value={to}
        onChange={(next) => {
          setTo(next);
          tell(from, next);
        }}
      />
    </SimpleGrid>
  );
}

function VersionForm({ chosen, onChange }: Part) {
  const extensions = extensionsOf(chosen);
  const versions = useVersions(extensions[0] ?? "");
  if (extensions.length > 1) {
    return (
      <Text size="sm">These belong to several manifests ({extensions.join(", ")}). Select those of one.</Text>
    );
  }
  return (
    <Select
      label={`Version of ${extensions[0]}`}
      data={[...(versions.data ?? [])]}
      onChange={(version) => onChange(version === null ? undefined : { kind: "version", version })}
    />
  );
}

const SETTINGS = [
  { key: "timeoutSecs", label: "Wait for an answer, seconds", usual: 1, min: 1, max: 1_800 },
  { key: "retries", label: "Repeats after the first try", usual: 3, min: 0, max: 200 },
  { key: "maxRepetitions", label: "GETBULK repetitions", usual: 100, min: 1, max: 400 },
  { key: "maxOidsPerQuery", label: "OIDs in a request", usual: 60, min: 1, max: 120 },
] as const;

function AdvancedForm({ onChange }: Pick<BulkFormProps, "onChange">) {
  const [settings, setSettings] = useState<Readonly<Record<string, number>>>({});
  return (
    <SimpleGrid cols={{ base: 1, xs: 2 }}>
      {SETTINGS.map(({ key, label, usual, min, max }) => (
        <NumberInput
          key={key}
          label={label}
          placeholder={`as it is; usually ${usual}`}
          min={min}
          max={max}
          allowDecimal={false}
          value={settings[key] ?? ""}
          onChange={(value) => {
            const { [key]: _, ...others } = settings;
            const next = typeof value === "number" ? { ...others, [key]: value } : others;
            setSettings(next);
            onChange(Object.keys(next).length === 0 ? undefined : { kind: "advanced", settings: next });
          }}
        />
      ))}
    </SimpleGrid>
  );
}
