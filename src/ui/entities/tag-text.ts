import type { Tag } from "../../api/contract/index.ts";

export interface NewTag {
  readonly key: string;
  readonly value?: string;
}

/** `site:b4` or `core`, as people write tags; undefined for a text that is none. */
export function parseTag(text: string): NewTag | undefined {
  const trimmed = text.trim();
  const at = trimmed.indexOf(":");
  const key = (at < 0 ? trimmed : trimmed.slice(0, at)).trim();
  const value = at < 0 ? "" : trimmed.slice(at + 1).trim();
  if (key === "") return undefined;
  return value === "" ? { key } : { key, value };
}

/** Only those that people set here can be taken away here. */
export const isOwn = ({ context }: Tag): boolean => context === "CONTEXTLESS";
