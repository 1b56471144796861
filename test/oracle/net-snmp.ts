import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { AgentData, type IntegerType, type Value } from "./agent-data.ts";

const run = promisify(execFile);

/** What the agent itself serves below these OIDs, read by net-snmp's snmpbulkwalk. */
export async function walkAgent(
  port: number,
  community: string,
  roots: readonly string[],
): Promise<AgentData> {
  const values = new Map<string, Value>();
  for (const root of roots) {
    // No MIBs, numeric OIDs and enumerations, strings in hex: nothing is left to interpretation.
    const format = ["-m", "", "-On", "-Oe", "-Ox", "-OU"];
    const { stdout } = await run(
      "snmpbulkwalk",
      ["-v2c", "-c", community, ...format, "-Cr25", "-t20", "-r2", `127.0.0.1:${port}`, root],
      { maxBuffer: 1 << 26 },
    );
    for (const [oid, value] of readWalk(stdout)) values.set(oid, value);
  }
  return new AgentData(values);
}

const INTEGER_NAMES: Readonly<Record<string, IntegerType>> = {
  INTEGER: "Integer32",
  Counter32: "Counter32",
  Gauge32: "Gauge32",
  Timeticks: "TimeTicks",
  Counter64: "Counter64",
};

function* readWalk(text: string): Generator<[oid: string, value: Value]> {
  // Long hex strings go on in the next lines.
  for (const entry of text.split(/\n(?=\.\d)/)) {
    const parts = /^\.([\d.]+) = (?:([\w-]+): ?)?(.*)$/s.exec(entry.trimEnd());
    if (parts === null) continue;
    const [, oid = "", type = "", content = ""] = parts;
    const value = walkedValue(type, content);
    if (value !== undefined) yield [oid, value];
  }
}

function walkedValue(type: string, content: string): Value | undefined {
  const integer = INTEGER_NAMES[type];
  if (integer !== undefined) {
    const digits = /-?\d+/.exec(content)?.[0] ?? "";
    return { kind: "integer", type: integer, number: BigInt(digits) };
  }
  switch (type) {
    case "Hex-STRING":
      return { kind: "octets", octets: Buffer.from(content.replace(/\s/g, ""), "hex") };
    case "OID":
      return { kind: "oid", oid: content.replace(/^\./, "") };
    case "IpAddress":
      return { kind: "ipAddress", text: content };
    case "":
      return content === '""' ? { kind: "octets", octets: Buffer.alloc(0) } : undefined;
    default:
      return undefined;
  }
}
