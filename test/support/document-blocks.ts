import { readFileSync } from "node:fs";
import { join } from "node:path";
import { PROJECT } from "./program.ts";

/** What a document has to be typed into a shell. */
export interface ShellBlock {
  /** The heading that it stands below. */
  readonly heading: string;
  readonly script: string;
}

/** The fenced `sh` blocks of a Markdown file of the project, in their order. */
export function shellBlocks(path: string): readonly ShellBlock[] {
  const blocks: ShellBlock[] = [];
  let heading = "";
  let fence: { readonly language: string; readonly lines: string[] } | undefined;
  for (const line of readFileSync(join(PROJECT, path), "utf8").split("\n")) {
    if (fence === undefined) {
      heading = /^#+ (.+)$/.exec(line)?.[1] ?? heading;
      if (line.startsWith("```")) fence = { language: line.slice(3), lines: [] };
    } else if (line === "```") {
      if (fence.language === "sh") blocks.push({ heading, script: fence.lines.join("\n") });
      fence = undefined;
    } else {
      fence.lines.push(line);
    }
  }
  return blocks;
}
