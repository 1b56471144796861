import { describe, expect, test } from "vitest";
import { ownPath, signInPath } from "../../../src/ui/access/own-path.ts";
import { pathPart } from "../../../src/ui/app/path-part.ts";
import { configurationPath, devicePath, entityPath } from "../../../src/ui/app/paths.ts";

describe("a part of the path", () => {
  test.each([
    ["192.0.2.1%3A161", "192.0.2.1:161"],
    ["%2Fetc%2Fsnmpgate.yaml%231", "/etc/snmpgate.yaml#1"],
    ["fe80%3A%3A1%eth0", "fe80::1%eth0"],
    ["50%", "50%"],
    ["%ff", "%ff"],
  ])("%s means %s", (part, meant) => {
    expect(pathPart(part)).toBe(meant);
  });
});

test("who signs in comes back to the same filter", () => {
  const path = signInPath({ pathname: "/ui/devices", search: "?text=a%26b&status=TIMEOUT" });
  const next = new URLSearchParams(path.slice(path.indexOf("?"))).get("next");
  expect(ownPath(next)).toBe("/devices?text=a%26b&status=TIMEOUT");
});

test("the address of a page holds any name as one part, which is read back as it was", () => {
  const id = "fe80::1%eth0/161#a?b";
  const parts = configurationPath("custom:a/b", id).split("/");
  expect(parts).toHaveLength(4);
  expect(parts.slice(2).map(decodeURIComponent)).toEqual(["custom:a/b", id]);
  for (const path of [devicePath(id), entityPath(id)])
    expect(decodeURIComponent(path.split("/")[2]!)).toBe(id);
});
