import { Anchor, Breadcrumbs } from "@mantine/core";
import { Link } from "wouter";
import type { Screens } from "../../api/contract/index.ts";
import { entityPath } from "../app/paths.ts";
import { listPath } from "../screens/links.ts";

/** The way to a page, as its manifest has it. */
export function WayHere({ steps }: { readonly steps: Screens["breadcrumbs"] }) {
  return (
    <Breadcrumbs component="nav" aria-label="Way to this page" separatorMargin={6} mih={21} fz="sm">
      <Anchor component={Link} href="/entities" size="sm">
        Entities
      </Anchor>
      {steps.map(({ title, type, entityId }) => {
        const path =
          entityId !== undefined ? entityPath(entityId) : type === undefined ? undefined : listPath(type);
        return path === undefined ? (
          <span key={title}>{title}</span>
        ) : (
          <Anchor key={path} component={Link} href={path} size="sm">
            {title}
          </Anchor>
        );
      })}
    </Breadcrumbs>
  );
}
