import type { Logger } from "../../base/index.ts";
import { formatFinding } from "../extensions.ts";
import type { ActiveSet } from "./active-set.ts";

/** Log entries for one change. */
const LOGGED_MAX = 50;

/** Tells what is wrong since this change, each finding once, and that there was one. */
export function logChange(
  logger: Logger,
  { problems, activations, generation }: ActiveSet,
  previous: ActiveSet,
): void {
  const known = new Set(previous.problems.map(formatFinding));
  const news = problems.filter((finding) => !known.has(formatFinding(finding)));
  for (const finding of news.slice(0, LOGGED_MAX)) {
    logger.warn({ code: finding.code }, formatFinding(finding));
  }
  if (news.length > LOGGED_MAX) {
    logger.warn({ more: news.length - LOGGED_MAX }, "more findings about the configuration are not listed");
  }
  logger.info(
    { generation, configurations: activations.length, problems: problems.length },
    "the configuration changed",
  );
}
