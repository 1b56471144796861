import { describe, expect, test } from "vitest";
import { hostOf, keyOf, listOfTable, pastedTable } from "../../../src/ui/setup/hosts.ts";

test.each([
  [
    { target: "192.0.2.1", port: 161 },
    { host: "192.0.2.1", port: 161 },
  ],
  [
    { target: "192.0.2.1:1161", port: 1_161 },
    { host: "192.0.2.1", port: 1_161 },
  ],
  [
    { target: "[2001:db8::1]:1161", port: 1_161 },
    { host: "2001:db8::1", port: 1_161 },
  ],
  [
    { target: "2001:db8::161", port: 161 },
    { host: "2001:db8::161", port: 161 },
  ],
])("the target %o is the host %o", (target, host) => {
  expect(hostOf(target)).toEqual(host);
});

test("a device has one key, whether its port was written or not", () => {
  expect(keyOf({ target: "sw1:161", port: 161 })).toBe(keyOf({ target: "sw1", port: 161 }));
});

describe("a pasted table", () => {
  const CSV = "ip,name,site\n192.0.2.1,core-1,B4\n192.0.2.2,core-2,B4 #2\n";

  test("is recognised by its header, and the rest of each row becomes a comment", () => {
    const table = pastedTable(CSV)!;
    expect(table.columns[table.addressColumn]).toBe("ip");
    expect(listOfTable(table)).toBe("192.0.2.1 # core-1, B4\n192.0.2.2 # core-2, B4 2");
  });

  test("is recognised without a header, by the column that holds addresses alone", () => {
    expect(pastedTable("core-1;192.0.2.1\ncore-2;192.0.2.2")).toMatchObject({ addressColumn: 1 });
  });

  test("may hold its separator and quotes within quoted cells, and comments between its rows", () => {
    const text = 'Name;Mgmt IP\r\n"sw-1; ""east"""; 192.0.2.1\r\n# floor 2\r\n"sw-2";192.0.2.2\r\n';
    expect(listOfTable(pastedTable(text)!)).toBe('192.0.2.1 # sw-1; "east"\n192.0.2.2 # sw-2');
  });

  test.each([
    ["a list, one each line", "192.0.2.1\n192.0.2.2"],
    ["addresses in several columns", "192.0.2.1, 192.0.2.2\n192.0.2.3, 192.0.2.4"],
    ["lines of different width", "192.0.2.1,a\n192.0.2.2,b,c"],
    ["a list of names in several columns", "sw1,sw2\nsw3,sw4"],
    ["the list that it was made into", listOfTable(pastedTable(CSV)!)],
  ])("is not seen in %s", (_, text) => {
    expect(pastedTable(text)).toBeUndefined();
  });
});
