import { Group, Loader, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import classes from "./topology.module.css";

/** What takes a moment longer says so. */
const BUSY_AFTER_MS = 300;

/** @param is  whether something is awaited */
export function Busy({ is, words }: { readonly is: boolean; readonly words: string }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    if (!is) return setLong(false);
    const timer = setTimeout(() => setLong(true), BUSY_AFTER_MS);
    return () => clearTimeout(timer);
  }, [is]);
  return (
    <div role="status" className={classes["busy"]}>
      {isLong ? (
        <Group gap="xs">
          <Loader size="xs" />
          <Text size="sm">{words} …</Text>
        </Group>
      ) : null}
    </div>
  );
}
