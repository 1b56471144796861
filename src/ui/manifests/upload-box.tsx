import { Button, FileButton, Stack, Text } from "@mantine/core";
import { IconUpload } from "@tabler/icons-react";
import { useMutation } from "@tanstack/react-query";
import { type DragEvent, useRef, useState } from "react";
import { useSession } from "../app/session.tsx";
import { Notice } from "../parts/notice.tsx";
import { lookAt } from "./look-at-file.ts";
import { LookedAt } from "./looked-at.tsx";
import classes from "./upload-box.module.css";

/** Takes an extension.yaml or a package, by drag and drop or from the disk. */
export function UploadBox() {
  const { can } = useSession();
  const [over, setOver] = useState(false);
  const [done, setDone] = useState<string>();
  // The same file chosen again, after it was mended, is a choice, too.
  const forget = useRef<() => void>(null);
  const look = useMutation({ mutationFn: lookAt, onMutate: () => setDone(undefined) });
  if (!can("extensions.write")) return null;
  const onDrop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) look.mutate(file);
  };
  return (
    <Stack gap="xs" mb="sm">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the button inside does the same by keyboard */}
      <div
        className={classes["box"]}
        data-over={over || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={onDrop}
      >
        <Text size="sm">Drop an extension.yaml or a package (zip) here, or</Text>
        <FileButton
          resetRef={forget}
          onChange={(file) => {
            if (file !== null) look.mutate(file);
            forget.current?.();
          }}
          accept=".yaml,.yml,.zip"
        >
          {(props) => (
            <Button
              {...props}
              variant="default"
              leftSection={<IconUpload size={15} />}
              loading={look.isPending}
            >
              Choose a file
            </Button>
          )}
        </FileButton>
      </div>
      {look.error === null ? null : <Notice failure={look.error} title="The file could not be read" />}
      {done === undefined ? null : (
        <Notice tone="ok" onClose={() => setDone(undefined)}>
          {done}
        </Notice>
      )}
      {look.data === undefined || done !== undefined ? null : (
        <LookedAt
          key={`${look.data.file.name} ${look.submittedAt}`}
          looked={look.data}
          onDone={setDone}
          onCancel={() => look.reset()}
        />
      )}
    </Stack>
  );
}
