import { Button, Group, Menu, Popover, Stack, TextInput } from "@mantine/core";
import { IconCalendarTime, IconChevronDown } from "@tabler/icons-react";
import { useState } from "react";
import { defaultRange } from "../app/default-range.ts";
import { now } from "../app/now.ts";
import { RANGES, rangeWords, type TimeRange, timeOf } from "../words/time.ts";
import { useQueryState } from "./query-state.ts";

/** The range of the page, kept in its address as `from` and `to`. */
export function useRange(): readonly [TimeRange, (range: TimeRange) => void] {
  const [read, change] = useQueryState();
  const usual = defaultRange();
  const range = { from: read("from") ?? usual.from, to: read("to") ?? usual.to };
  return [range, ({ from, to }) => change({ from, to }, "step")];
}

export interface RangePickerProps {
  readonly range: TimeRange;
  readonly onChange: (range: TimeRange) => void;
}

/** Which time is shown. */
export function RangePicker({ range, onChange }: RangePickerProps) {
  const [custom, setCustom] = useState(false);
  return (
    <Popover
      opened={custom}
      onChange={setCustom}
      position="bottom-end"
      withArrow
      trapFocus
      withRoles={false} // its target is a box around the button, which has roles of its own
    >
      <Popover.Target>
        <div>
          <Menu position="bottom-end">
            <Menu.Target>
              <Button
                variant="default"
                leftSection={<IconCalendarTime size={16} stroke={1.6} />}
                rightSection={<IconChevronDown size={14} />}
              >
                {rangeWords(range, now())}
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              {RANGES.map(({ from, label }) => (
                <Menu.Item key={from} onClick={() => onChange({ from, to: "now" })}>
                  Last {label}
                </Menu.Item>
              ))}
              <Menu.Divider />
              <Menu.Item onClick={() => setCustom(true)}>From … to …</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        <CustomRange
          range={range}
          onChange={(next) => {
            setCustom(false);
            onChange(next);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

/** `2026-11-28T17:30`, in the zone of the browser, as its inputs have it. */
function localText(text: string): string {
  const ms = timeOf(text, now()) ?? now();
  const shifted = new Date(ms - new Date(ms).getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}

function CustomRange({ range, onChange }: RangePickerProps) {
  const [from, setFrom] = useState(localText(range.from));
  const [to, setTo] = useState(localText(range.to));
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  const wrong = !(toMs > fromMs);
  return (
    <Stack gap="xs">
      <TextInput
        type="datetime-local"
        label="From"
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label="To"
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
        error={wrong ? "must be after the beginning" : undefined}
      />
      <Group justify="flex-end">
        <Button disabled={wrong} onClick={() => onChange({ from: String(fromMs), to: String(toMs) })}>
          Show
        </Button>
      </Group>
    </Stack>
  );
}
