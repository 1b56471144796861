import { ActionIcon, CopyButton } from "@mantine/core";
import { IconCheck, IconCopy } from "@tabler/icons-react";

/** A button that puts a text on the clipboard. @param what  as in "Copy address" */
export function CopyText({ text, what }: { readonly text: string; readonly what: string }) {
  return (
    <CopyButton value={text} timeout={1_500}>
      {({ copied, copy }) => (
        <ActionIcon
          onClick={copy}
          aria-label={copied ? "Copied" : `Copy ${what}`}
          title={`Copy ${what}`}
          size="sm"
        >
          {copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}
