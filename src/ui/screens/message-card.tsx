import { Anchor, Text } from "@mantine/core";
import { Link } from "wouter";
import type { ScreenCardOf } from "../../api/contract/index.ts";
import { Notice } from "../parts/notice.tsx";
import { linkPath } from "./links.ts";

type Part = ScreenCardOf<"message">["parts"][number];

/** What a manifest has to say, with its links. */
export function MessageCard({ card }: { readonly card: ScreenCardOf<"message"> }) {
  return (
    <Notice tone={card.tone} title={card.title === "" ? undefined : card.title}>
      <Text size="sm">
        {card.parts.map((part, i) => (
          <MessagePart key={`${i} ${part.text}`} part={part} />
        ))}
      </Text>
    </Notice>
  );
}

function MessagePart({ part: { text, link } }: { readonly part: Part }) {
  if (link === undefined) return text;
  const path = linkPath(link);
  if (path !== undefined) {
    return (
      <Anchor component={Link} href={path} size="sm" underline="always">
        {text}
      </Anchor>
    );
  }
  if (link.kind !== "url") return text;
  return (
    <Anchor href={link.url} size="sm" underline="always" target="_blank" rel="noreferrer noopener">
      {text}
    </Anchor>
  );
}
