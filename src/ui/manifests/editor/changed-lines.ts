/** Key and dimensions of a line, without its value and time. */
export const seriesOf = (line: string): string => line.replace(/ (?:gauge|count),[^"]*$/, "");

/** A recording is played at another port each time: what names the device does not count. */
const identityOf = (line: string): string =>
  seriesOf(line).replace(/,device(?:\.address|\.name|\.port)?=(?:"(?:[^"\\]|\\.)*"|[^,\s]*)/g, "");

export interface ChangedLines {
  /** Lines of series that the run before did not have. */
  readonly added: ReadonlySet<string>;
  /** Series that are gone, without what names the device. */
  readonly removed: readonly string[];
}

/** Values change with each poll; what a change of the manifest changes are the series. */
export function changedLines(before: readonly string[] | undefined, after: readonly string[]): ChangedLines {
  if (before === undefined) return { added: new Set(), removed: [] };
  const [old, current] = [new Set(before.map(identityOf)), new Set(after.map(identityOf))];
  return {
    added: new Set(after.filter((line) => !old.has(identityOf(line)))),
    removed: [...old].filter((series) => !current.has(series)),
  };
}
