import { expect, test } from "vitest";
import { loadManifest } from "../../../src/manifest/index.ts";
import { bySeverity } from "../../../src/ui/manifests/editor/finding-range.ts";
import { missingWords } from "../../../src/ui/manifests/unresolved.ts";

const manifest = (value: string, dimension: string): string => `name: custom:acme
version: 1.0.0
minDynatraceVersion: "1.236"
author: { name: Network team }
snmp:
  - group: all
    interval: { minutes: 1 }
    dimensions:
      - { key: sys.name, value: "oid:${dimension}" }
    metrics:
      - { key: acme.fan, value: "oid:${value}", type: gauge }
      - { key: acme.uptime, value: "oid:1.3.6.1.2.1.1.3.0", type: gauge }
`;

const findingsOf = (value: string, dimension: string) => loadManifest(manifest(value, dimension)).diagnostics;

test("a metric whose MIB name is not known is said to deliver nothing, a dimension to stay empty", () => {
  expect(missingWords(findingsOf("1.3.6.1.4.1.5.1.0", "1.3.6.1.2.1.1.5.0"))).toBeUndefined();
  expect(missingWords(findingsOf("ACME-MIB::acmeFan.0", "1.3.6.1.2.1.1.5.0"))).toBe(
    "1 metric delivers nothing",
  );
  expect(missingWords(findingsOf("ACME-MIB::acmeFan.0", "acmeName.0"))).toBe(
    "1 metric delivers nothing, and 1 dimension stays empty",
  );
});

test("it stands before other warnings, and after errors", () => {
  const finding = { severity: "warning" as const, path: "", line: 1, column: 1, message: "" };
  const codes = [
    { ...finding, code: "M108" },
    { ...finding, code: "M106", line: 9 },
    { ...finding, code: "M004", severity: "error" as const, line: 9 },
  ].toSorted(bySeverity);
  expect(codes.map(({ code }) => code)).toEqual(["M004", "M106", "M108"]);
});
