/**
 * A part of the path as it was meant. The router decodes the path, but leaves what would read as another path (`%2F`,
 * `%3A`); a percent sign of its own, as in `fe80::1%eth0`, stands bare by then and is no escape.
 * pathPart("fe80%3A%3A1%eth0") → "fe80::1%eth0"
 */
export const pathPart = (part: string): string => part.replaceAll(/(?:%[\da-f]{2})+/gi, decoded);

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}
