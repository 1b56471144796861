import { ActionIcon, Menu, Select, TextInput, UnstyledButton } from "@mantine/core";
import { IconColumns3, IconSearch, IconX } from "@tabler/icons-react";
import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { statusWords } from "../words/status.ts";
import { formatCount } from "../words/units.ts";
import { DEVICE_COLUMNS } from "./device-columns.tsx";
import { type FleetFilter, toggledCode } from "./fleet-filter.ts";
import classes from "./fleet-toolbar.module.css";
import { ALWAYS_SHOWN, type ColumnKey, toggledColumn } from "./shown-columns.ts";

export interface FleetToolbarProps {
  readonly filter: FleetFilter;
  readonly onFilter: (change: Partial<FleetFilter>) => void;
  readonly counts: readonly (readonly [code: string, count: number])[];
  readonly extensions: readonly string[];
  readonly columns: readonly ColumnKey[];
  readonly onColumns: (columns: readonly ColumnKey[]) => void;
  /** Cards have no columns. */
  readonly hasColumns: boolean;
  /** Called when the arrow down leaves the text field. */
  readonly onLeave: () => void;
}

/** What is shown, and how. */
export function FleetToolbar(props: FleetToolbarProps) {
  const { filter, onFilter, counts, extensions, columns, onColumns, hasColumns } = props;
  return (
    <div className={classes["bar"]}>
      <TextFilter text={filter.text} onText={(text) => onFilter({ text })} onLeave={props.onLeave} />
      <fieldset className={classes["chips"]} aria-label="Status">
        {counts.map(([code, count]) => (
          <StatusChip
            key={code}
            code={code}
            count={count}
            pressed={filter.codes.includes(code)}
            onPress={() => onFilter({ codes: toggledCode(filter.codes, code) })}
          />
        ))}
      </fieldset>
      {extensions.length < 2 && filter.extension === undefined ? null : (
        <Select
          aria-label="Extension"
          placeholder="All extensions"
          data={[...extensions]}
          value={filter.extension ?? null}
          onChange={(extension) => onFilter({ extension: extension ?? undefined })}
          clearable
          w={230}
        />
      )}
      {hasColumns ? <ColumnMenu columns={columns} onColumns={onColumns} /> : null}
    </div>
  );
}

interface TextFilterProps {
  readonly text: string;
  readonly onText: (text: string) => void;
  readonly onLeave: () => void;
}

/** `/` jumps into it, Escape empties it, the arrow down goes on to the list. */
function TextFilter({ text, onText, onLeave }: TextFilterProps) {
  const field = useRef<HTMLInputElement>(null);
  useSlash(field);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Escape") onText("");
    else if (event.key === "ArrowDown") {
      event.preventDefault();
      onLeave();
    }
  };
  return (
    <TextInput
      ref={field}
      className={classes["text"]}
      aria-label="Filter devices"
      aria-keyshortcuts="/"
      placeholder="Name, address, vendor, what is wrong …"
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={
        text === "" ? (
          <kbd className={classes["key"]} aria-hidden>
            /
          </kbd>
        ) : (
          <ActionIcon size="sm" onClick={() => onText("")} aria-label="Empty the filter">
            <IconX size={14} />
          </ActionIcon>
        )
      }
      value={text}
      onChange={({ currentTarget }) => onText(currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}

function useSlash(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      const isTyping =
        target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]");
      if (key !== "/" || ctrlKey || metaKey || altKey || isTyping) return;
      event.preventDefault();
      field.current?.focus();
      field.current?.select();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [field]);
}

interface StatusChipProps {
  readonly code: string;
  readonly count: number;
  readonly pressed: boolean;
  readonly onPress: () => void;
}

function StatusChip({ code, count, pressed, onPress }: StatusChipProps) {
  const { label, meaning, tone } = statusWords(code);
  return (
    <UnstyledButton
      className={classes["chip"]}
      data-tone={tone}
      aria-pressed={pressed}
      title={meaning}
      onClick={onPress}
    >
      <span className={classes["dot"]} aria-hidden />
      {label}
      <span className={classes["count"]}>{formatCount(count)}</span>
    </UnstyledButton>
  );
}

function ColumnMenu({ columns, onColumns }: Pick<FleetToolbarProps, "columns" | "onColumns">) {
  return (
    <Menu closeOnItemClick={false} position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon variant="default" size={30} aria-label="Choose columns" title="Choose columns">
          <IconColumns3 size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown mah="calc(100dvh - 230px)" style={{ overflowY: "auto" }}>
        <Menu.Label>Columns</Menu.Label>
        {DEVICE_COLUMNS.filter(({ key }) => !ALWAYS_SHOWN.includes(key)).map(({ key, header }) => (
          <Menu.CheckboxItem
            key={key}
            checked={columns.includes(key)}
            onChange={() => onColumns(toggledColumn(columns, key))}
          >
            {header}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
