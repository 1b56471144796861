/**
 * The network that an address stands for where addresses are counted: who has one IPv6 address has 2^64 of them to
 * call from (RFC 6177 §2). An IPv4 address stands for itself, in either way that it is written.
 */
export function networkOf(address: string): string {
  if (!address.includes(":")) return address;
  if (address.includes(".")) return address.slice(address.lastIndexOf(":") + 1);
  const [before, after] = address.replace(/%.*$/, "").split("::", 2).map(groupsOf) as [string[], string[]?];
  const zeros = after === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array.from({ length: zeros }, () => "0"), ...(after ?? [])];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

function groupsOf(text: string): string[] {
  return text === "" ? [] : text.split(":");
}
