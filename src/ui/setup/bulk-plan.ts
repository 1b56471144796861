import type { Configuration, ConfigurationSummary } from "../../api/contract/index.ts";
import { ApiFailure, put, remove } from "../api/client.ts";
import { configurationUrl } from "../api/paths.ts";
import { counted } from "../words/counted.ts";
import { type BulkEdit, edited } from "./bulk-edit.ts";
import { valueOf } from "./element.ts";

// What a change to many would do to each, and doing it.

export type BulkKind = BulkEdit["kind"] | "delete";

/** What became of one: true, or why not. */
export type Outcome = true | ApiFailure;
/** By the id of the configuration. */
export type Outcomes = ReadonlyMap<string, Outcome>;

export interface Planned {
  readonly summary: ConfigurationSummary;
  /** Undefined until it was read. */
  readonly configuration: Configuration | undefined;
  readonly value: unknown;
  /** In words; empty when it stays as it is. */
  readonly changes: readonly string[];
}

/** Nothing is left to do with it: it was changed, or is gone. */
export const isSettled = (outcome: Outcome | undefined): boolean =>
  outcome === true || outcome?.status === 404;

/** @param whole  in the order of `chosen` */
export function planOf(
  chosen: readonly ConfigurationSummary[],
  whole: readonly (Configuration | undefined)[],
  edit: BulkEdit | undefined,
  kind: BulkKind,
): readonly Planned[] {
  return chosen.map((summary, i) => {
    const configuration = whole[i];
    if (kind === "delete") {
      const { devices } = summary;
      const text = `${counted(devices, "device is", "devices are")} no longer polled by it`;
      return { summary, configuration, value: undefined, changes: [text] };
    }
    if (configuration === undefined || edit === undefined)
      return { summary, configuration, value: undefined, changes: [] };
    return { summary, configuration, ...edited(valueOf(configuration.value), edit) };
  });
}

/** Refused when somebody else was faster: only what was looked at is changed. */
export async function changeOne(
  { summary, configuration, value }: Planned,
  kind: BulkKind,
): Promise<Outcome> {
  const path = configurationUrl(summary.extension, summary.objectId);
  const headers = { "if-match": `"${configuration?.revision ?? summary.revision}"` };
  try {
    await (kind === "delete" ? remove(path, { headers }) : put(path, { value }, { headers }));
    return true;
  } catch (error) {
    if (error instanceof ApiFailure) return error;
    throw error;
  }
}
