import { expect, test } from "vitest";
import { pathFrom } from "../../src/config/paths.ts";

test.each([
  ["snmpgate.yaml", "data", "data"],
  ["snmpgate.yaml", "./data", "data"],
  ["/etc/snmpgate/snmpgate.yaml", "./mibs/x", "/etc/snmpgate/mibs/x"],
  ["conf/snmpgate.yaml", "../mibs", "conf/../mibs"],
  ["conf/snmpgate.yaml", ".", "conf/."],
  ["conf/snmpgate.yaml", "/mibs", "/mibs"],
  ["C:\\conf\\snmpgate.yaml", "mibs", "C:\\conf\\mibs"],
  ["C:\\conf\\snmpgate.yaml", "D:\\mibs", "D:\\mibs"],
])("from %s, %s is %s", (file, path, expected) => {
  expect(pathFrom(file, path)).toBe(expected);
});
