import { describe, expect, test } from "vitest";
import { canSave, complaintsOf } from "../../../src/ui/setup/credential-complaints.ts";
import {
  authenticationOf,
  EMPTY_CREDENTIAL,
  formOf,
  SECRET_MASK,
} from "../../../src/ui/setup/credential-form.ts";
import { describeCredential, suggestedName } from "../../../src/ui/setup/credential-words.ts";
import { remedyWords } from "../../../src/ui/setup/remedy-words.ts";

const V3 = {
  ...EMPTY_CREDENTIAL,
  name: "branch",
  userName: "mon",
  authPassword: "correct horse",
  privPassword: "battery staple",
};

test("only the fields that the version and the level have are sent", () => {
  expect(authenticationOf({ ...V3, community: "left over", securityLevel: "AUTH_NO_PRIV" })).toEqual({
    type: "SNMPv3",
    userName: "mon",
    securityLevel: "AUTH_NO_PRIV",
    authProtocol: "SHA",
    authPassword: "correct horse",
  });
  expect(authenticationOf({ ...V3, type: "SNMPv2c", community: "c" })).toEqual({
    type: "SNMPv2c",
    community: "c",
  });
});

test("a stored credential that nobody touched is sent back with its masks, which keep the secrets", () => {
  const stored = { ...authenticationOf(V3), authPassword: SECRET_MASK, privPassword: { env: "PRIV" } };
  const form = formOf("branch", stored);
  expect(authenticationOf(form)).toMatchObject({ authPassword: SECRET_MASK, privPassword: SECRET_MASK });
  expect(canSave(form)).toBe(true);
});

describe("complaints", () => {
  test("a password below eight characters is told with the RFC, and can be saved all the same", () => {
    const form = { ...V3, authPassword: "short" };
    expect(complaintsOf(form).authPassword).toEqual({
      text: "Has 5 characters; agents refuse fewer than 8 (RFC 3414).",
      isHint: true,
    });
    expect(canSave(form)).toBe(true);
  });

  test.each([
    ["userName", ""],
    ["userName", "ü".repeat(17)],
    ["authPassword", ""],
    ["name", ".hidden"],
    ["name", "taken"],
  ] as const)("%s %o keeps it from being saved", (field, value) => {
    const form = { ...V3, [field]: value };
    expect(canSave(form, { taken: ["taken"] })).toBe(false);
    expect(complaintsOf(form, { taken: ["taken"] })[field]?.isHint).toBe(false);
  });

  test("a blank that was pasted along is pointed out", () => {
    expect(complaintsOf({ ...V3, authPassword: "correct horse " }).authPassword?.text).toContain("blank");
  });

  test("fields that are not sent are not complained about", () => {
    expect(complaintsOf({ ...V3, privPassword: "", securityLevel: "AUTH_NO_PRIV" })).toEqual({});
  });
});

test("a credential in a line reads as on the device", () => {
  expect(
    describeCredential(authenticationOf({ ...V3, authProtocol: "SHA256", privProtocol: "AES256C" })),
  ).toBe("SNMPv3, user mon, authPriv, SHA-256, AES-256 (Cisco)");
});

test("a name is suggested that is free and usable", () => {
  expect(suggestedName(V3, [])).toBe("mon-v3");
  expect(suggestedName({ ...V3, userName: "ops team/1" }, ["ops-team-1-v3"])).toBe("ops-team-1-v3-2");
  expect(suggestedName({ ...V3, type: "SNMPv2c" }, [])).toBe("snmp-v2c");
});

test("a remedy names settings as the form does", () => {
  expect(
    remedyWords("Check privProtocol and privPassword of USM user 'ops'. AES192 and AES192C differ."),
  ).toBe(
    "Check privacy protocol and privacy password of USM user 'ops'. AES-192 and AES-192 (Cisco) differ.",
  );
});
