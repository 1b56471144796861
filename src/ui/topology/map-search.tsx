import { CloseButton, Combobox, Text, TextInput, useCombobox } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { type RefObject, useEffect, useMemo, useState } from "react";
import type { MapModel } from "./map-model.ts";
import { suggest } from "./suggest.ts";
import classes from "./topology.module.css";

export interface MapSearchProps {
  readonly model: MapModel;
  /** The map shows only what matches this. */
  readonly text: string | undefined;
  readonly onPick: (id: string) => void;
  readonly onNarrow: (text: string | undefined) => void;
  readonly input: RefObject<HTMLInputElement | null>;
}

const NARROW = "narrow";

/** Finds a node by name, address or model; or narrows the map to what matches. */
export function MapSearch({ model, text, onPick, onNarrow, input }: MapSearchProps) {
  const [value, setValue] = useState(text ?? "");
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const found = useMemo(() => suggest(model.nodes, value), [model, value]);
  const { selectFirstOption } = combobox;
  useEffect(() => {
    if (found.length > 0 || value !== "") selectFirstOption();
    // The options are there once they are drawn.
  }, [found, value, selectFirstOption]);
  const submit = (option: string): void => {
    combobox.closeDropdown();
    if (option === NARROW) return onNarrow(value.trim() === "" ? undefined : value.trim());
    setValue(model.nodeById.get(option)?.name ?? value);
    onPick(option);
  };
  const clear = (): void => {
    setValue("");
    if (text !== undefined) onNarrow(undefined);
  };
  return (
    <Combobox store={combobox} onOptionSubmit={submit} width={340} position="bottom-start">
      <Combobox.Target>
        <TextInput
          ref={input}
          className={classes["search"]}
          aria-label="Find a device, host or address"
          placeholder="Name, address, MAC, model"
          leftSection={<IconSearch size={14} aria-hidden />}
          rightSection={
            value === "" ? null : <CloseButton size="xs" onClick={clear} aria-label="Clear the search" />
          }
          value={value}
          onChange={(event) => {
            setValue(event.currentTarget.value);
            combobox.openDropdown();
          }}
          onFocus={() => value !== "" && combobox.openDropdown()}
          onBlur={() => combobox.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={value.trim() === ""}>
        <Combobox.Options aria-label="Found on the map" mah={340} className={classes["options"]}>
          {found.map(({ id, name, found: also, typeName }) => (
            <Combobox.Option key={id} value={id}>
              <Text size="sm" truncate fw={500}>
                {name}
              </Text>
              <Text size="xs" className={classes["also"] ?? ""} truncate>
                {[also, typeName].filter((part) => part !== undefined).join(" · ")}
              </Text>
            </Combobox.Option>
          ))}
          <Combobox.Option value={NARROW}>
            <Text size="sm">Show only what matches “{value.trim()}”</Text>
          </Combobox.Option>
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
