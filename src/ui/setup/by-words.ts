/** Who changed something, as versions and the audit log name callers. */
export function byWords(by: string): string {
  if (by === "file") return "an edit of the file";
  if (by === "loopback") return "a program on this host";
  return by.startsWith("user:") ? by.slice("user:".length) : `the token ${by}`;
}
