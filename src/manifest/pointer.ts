/** A JSON pointer one step down (RFC 6901 §3: `~` and `/` are escaped). */
export function childPath(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}
