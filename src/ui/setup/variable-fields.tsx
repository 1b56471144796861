import { Select, SimpleGrid, Textarea, TextInput } from "@mantine/core";
import { type OfferedVariable, variableComplaint } from "./variable-check.ts";

export interface VariableFieldsProps {
  readonly variables: readonly OfferedVariable[];
  readonly vars: Readonly<Record<string, string>>;
  readonly onChange: (vars: Readonly<Record<string, string>>) => void;
  readonly disabled?: boolean | undefined;
}

/** The variables of a manifest as a form: text, several lines, or a choice. */
export function VariableFields({ variables, vars, onChange, disabled = false }: VariableFieldsProps) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md" verticalSpacing="sm">
      {variables.map((variable) => (
        <VariableField
          key={variable.id}
          variable={variable}
          value={vars[variable.id] ?? ""}
          disabled={disabled}
          onChange={(value) => onChange({ ...vars, [variable.id]: value })}
        />
      ))}
    </SimpleGrid>
  );
}

interface VariableFieldProps {
  readonly variable: OfferedVariable;
  readonly value: string;
  readonly disabled: boolean;
  readonly onChange: (value: string) => void;
}

function VariableField({ variable, value, disabled, onChange }: VariableFieldProps) {
  const { displayName, description, type, required, defaultValue, values = [] } = variable;
  const shared = {
    label: displayName,
    description,
    disabled,
    withAsterisk: required && (defaultValue ?? "") === "",
    placeholder: defaultValue === undefined || defaultValue === "" ? undefined : `usually ${defaultValue}`,
    error: value === "" ? undefined : variableComplaint(variable, value),
  };
  switch (type) {
    case "enum":
      return (
        <Select
          {...shared}
          data={values.map(({ value: one, displayName: label }) => ({ value: one, label: label || one }))}
          value={value === "" ? null : value}
          clearable
          clearButtonProps={{ "aria-label": `Clear ${displayName}` }}
          onChange={(one) => onChange(one ?? "")}
        />
      );
    case "multiline-text":
      return (
        <Textarea
          {...shared}
          autosize
          minRows={2}
          maxRows={8}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case "text":
      return (
        <TextInput {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      );
    default:
      return type satisfies never;
  }
}
