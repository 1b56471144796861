import { Tabs } from "@mantine/core";
import { useSearchParams } from "wouter";
import type { Configuration } from "../../api/contract/index.ts";
import { ConfigurationForm } from "./configuration-form.tsx";
import { ConfigurationText } from "./configuration-text.tsx";
import { ConfigurationVersions } from "./configuration-versions.tsx";
import type { ConfigurationValue } from "./element.ts";

export interface ConfigurationPanelsProps {
  readonly extension: string;
  readonly stored: Configuration;
  readonly value: ConfigurationValue;
  readonly onChange: (value: ConfigurationValue) => void;
}

const TABS = ["form", "json", "versions"] as const;

/** The same configuration as a form and as JSON, and what it was before. */
export function ConfigurationPanels({ extension, stored, value, onChange }: ConfigurationPanelsProps) {
  const [params, setParams] = useSearchParams();
  const tab = TABS.find((one) => one === params.get("tab")) ?? "form";
  return (
    <Tabs
      value={tab}
      onChange={(next) => setParams(next === null || next === "form" ? {} : { tab: next })}
      keepMounted={false}
      mt="xs"
    >
      <Tabs.List>
        <Tabs.Tab value="form">Form</Tabs.Tab>
        <Tabs.Tab value="json">JSON</Tabs.Tab>
        <Tabs.Tab value="versions">Earlier versions</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="form" pt="sm">
        <ConfigurationForm extension={extension} value={value} onChange={onChange} />
      </Tabs.Panel>
      <Tabs.Panel value="json" pt="sm">
        <ConfigurationText value={value} onChange={onChange} />
      </Tabs.Panel>
      <Tabs.Panel value="versions" pt="sm">
        <ConfigurationVersions extension={extension} stored={stored} />
      </Tabs.Panel>
    </Tabs>
  );
}
