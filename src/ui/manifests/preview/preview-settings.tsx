import { Button, Group, MultiSelect, Popover, Stack, TextInput } from "@mantine/core";
import { IconVariable } from "@tabler/icons-react";
import type { OutlineVariable } from "../editor/outline.ts";
import type { PreviewChoice } from "./preview-choice.ts";

interface Props {
  readonly choice: PreviewChoice;
  readonly onChange: (choice: PreviewChoice) => void;
  readonly featureSets: readonly string[];
  readonly variables: readonly OutlineVariable[];
}

/** What a configuration would set. */
export function PreviewSettings({ choice, onChange, featureSets, variables }: Props) {
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      {featureSets.length === 0 ? null : (
        <MultiSelect
          aria-label="Feature sets"
          placeholder={choice.featureSets === undefined ? "All feature sets" : ""}
          data={[...featureSets]}
          value={[...(choice.featureSets ?? [])]}
          onChange={(sets) => onChange({ ...choice, featureSets: sets.length === 0 ? undefined : sets })}
          searchable
          clearable
          hidePickedOptions
          flex={1}
          maw={480}
          miw={0}
        />
      )}
      {variables.length === 0 ? null : (
        <Popover position="bottom-end" withArrow trapFocus width={300}>
          <Popover.Target>
            <Button variant="default" leftSection={<IconVariable size={15} />}>
              Variables
            </Button>
          </Popover.Target>
          <Popover.Dropdown>
            <Stack gap="xs">
              {variables.map((variable) => (
                <VariableInput key={variable.id} variable={variable} choice={choice} onChange={onChange} />
              ))}
            </Stack>
          </Popover.Dropdown>
        </Popover>
      )}
    </Group>
  );
}

function VariableInput({
  variable: { id, displayName, type, defaultValue, required },
  choice,
  onChange,
}: Pick<Props, "choice" | "onChange"> & { readonly variable: OutlineVariable }) {
  const value = choice.vars[id] ?? "";
  const set = (next: string): void => onChange({ ...choice, vars: { ...choice.vars, [id]: next } });
  const shared = { label: displayName, required, placeholder: defaultValue };
  // The choices of an enumeration stand deeper in the text than the outline reads: they can be typed.
  return (
    <TextInput
      {...shared}
      description={type === "enum" ? "One of its values" : undefined}
      value={value}
      onChange={(event) => set(event.currentTarget.value)}
    />
  );
}
