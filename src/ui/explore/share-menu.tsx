import { Button, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import { IconCheck, IconDownload, IconShare2 } from "@tabler/icons-react";
import { callUrl, curlCall, type SeriesQuestion } from "./api-call.ts";
import { csvOf } from "./csv.ts";
import type { SeriesRow } from "./series.ts";

export interface ShareMenuProps {
  readonly questions: readonly SeriesQuestion[];
  readonly rows: readonly SeriesRow[];
}

/** The same for a program, a colleague or a spreadsheet. */
export function ShareMenu({ questions, rows }: ShareMenuProps) {
  const clipboard = useClipboard({ timeout: 1_500 });
  const isEmpty = questions.length === 0;
  const each = (text: (question: SeriesQuestion) => string): string => questions.map(text).join("\n");
  const copy = (text: string): void => clipboard.copy(text);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button
          variant="default"
          leftSection={clipboard.copied ? <IconCheck size={16} /> : <IconShare2 size={16} stroke={1.6} />}
          disabled={isEmpty}
        >
          {clipboard.copied ? "Copied" : "Copy or export"}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => copy(each((one) => curlCall(location.origin, one)))}>
          Copy API call (curl, with $TOKEN)
        </Menu.Item>
        <Menu.Item onClick={() => copy(each((one) => callUrl(location.origin, one)))}>
          Copy API call (URL)
        </Menu.Item>
        <Menu.Item onClick={() => copy(each(({ metricSelector }) => metricSelector))}>
          Copy selector
        </Menu.Item>
        <Menu.Item onClick={() => copy(location.href)}>Copy link to this page</Menu.Item>
        <Menu.Divider />
        <Menu.Item
          leftSection={<IconDownload size={14} />}
          disabled={rows.length === 0}
          onClick={() => save(csvOf(rows), "snmpgate.csv")}
        >
          Export CSV
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function save(text: string, name: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
