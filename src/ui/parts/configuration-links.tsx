import { Anchor, List } from "@mantine/core";
import type { ReactNode } from "react";
import { Link } from "wouter";
import { configurationPath } from "../app/paths.ts";
import { counted } from "../words/counted.ts";

interface Configuration {
  readonly extension: string;
  readonly objectId: string;
  readonly description: string;
}

export interface ConfigurationLinksProps<T extends Configuration> {
  readonly list: readonly T[];
  /** What stands behind each. */
  readonly note?: (one: T) => ReactNode;
}

/** More would not be read; the list of configurations has them all. */
const SHOWN_MAX = 8;

/** The configurations that stand in the way of something, inside a notice. */
export function ConfigurationLinks<T extends Configuration>({ list, note }: ConfigurationLinksProps<T>) {
  if (list.length === 0) return null;
  const more = list.length - SHOWN_MAX;
  return (
    <List size="sm" mt="xs">
      {list.slice(0, SHOWN_MAX).map((one) => (
        <List.Item key={one.objectId}>
          <Anchor
            component={Link}
            size="sm"
            c="inherit"
            underline="always"
            href={configurationPath(one.extension, one.objectId)}
          >
            {one.description || one.objectId}
          </Anchor>
          {note?.(one)}
        </List.Item>
      ))}
      {more > 0 ? <List.Item>and {counted(more, "other")}</List.Item> : null}
    </List>
  );
}
