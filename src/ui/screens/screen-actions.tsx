import { Button } from "@mantine/core";
import { IconExternalLink } from "@tabler/icons-react";
import { Link } from "wouter";
import type { Screens } from "../../api/contract/index.ts";
import { linkPath } from "./links.ts";

/** Where the manifest leads from a page, as buttons. */
export function ScreenActions({ actions }: { readonly actions: Screens["actions"] }) {
  return actions.map(({ title, link }) => {
    const path = linkPath(link);
    if (path !== undefined) {
      return (
        <Button key={title} component={Link} href={path} variant="default">
          {title}
        </Button>
      );
    }
    if (link.kind !== "url") return null;
    return (
      <Button
        key={title}
        component="a"
        href={link.url}
        target="_blank"
        rel="noreferrer noopener"
        variant="default"
        rightSection={<IconExternalLink size={15} stroke={1.6} />}
      >
        {title}
      </Button>
    );
  });
}
