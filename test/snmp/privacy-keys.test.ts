import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { AUTH_PROTOCOLS, PRIV_PROTOCOLS } from "../../src/config/index.ts";
import { localizedPrivKey } from "../../src/snmp/net-snmp-privacy.ts";
import { privacyKey } from "../support/usm-agent.ts";

/** The engine of the examples in RFC 3414 §A.3. */
const ENGINE = Buffer.from("000000000000000000000002", "hex");
const PASSWORD = "maplesyrup";

const hexKey = (
  ...[auth, priv]: [Parameters<typeof localizedPrivKey>[0], Parameters<typeof localizedPrivKey>[1]]
) => localizedPrivKey(auth, priv, PASSWORD, ENGINE).toString("hex");

describe("localized privacy keys", () => {
  test("16 octets from MD5 are the key of RFC 3414 §A.3.1", () => {
    expect(hexKey("MD5", "AES")).toBe("526f5eed9fcce26f8964c2930787d82b");
  });

  test("SHA keys begin with the key of RFC 3414 §A.3.2", () => {
    expect(hexKey("SHA", "AES256")).toMatch(/^6695febc9288e36282235fc7151f128497b38f3f/);
  });

  test("AES256C over MD5 is the example of draft-reeder-snmpv3-usm-3desede-00", () => {
    expect(hexKey("MD5", "AES256C")).toBe("526f5eed9fcce26f8964c2930787d82b79eff44a90650ee0a3a40abfac5acc12");
  });

  test("AES256C over SHA begins as the example of draft-reeder-snmpv3-usm-3desede-00", () => {
    const example = "6695febc9288e36282235fc7151f128497b38f3f9b8b6d78936ba6e7d19dfd9cd2d5065547743fb5";
    expect(hexKey("SHA", "AES256C")).toBe(example.slice(0, 64));
  });

  test("AES192 and AES256 append the hash of the key, as draft-blumenthal-aes-usm-04 §3.1.2.1 says", () => {
    const key = Buffer.from(hexKey("SHA", "AES"), "hex");
    const whole = Buffer.from("6695febc9288e36282235fc7151f128497b38f3f", "hex");
    expect(whole.subarray(0, 16).equals(key)).toBe(true);
    const lengthened = Buffer.concat([whole, createHash("sha1").update(whole).digest()]);
    expect(hexKey("SHA", "AES192")).toBe(lengthened.subarray(0, 24).toString("hex"));
    expect(hexKey("SHA", "AES256")).toBe(lengthened.subarray(0, 32).toString("hex"));
  });

  describe.each(AUTH_PROTOCOLS)("with %s", (auth) => {
    test.each(PRIV_PROTOCOLS.filter((priv) => priv !== "DES"))(
      "%s agrees with a second implementation",
      (priv) => {
        const theirs = privacyKey(auth, priv, PASSWORD, ENGINE);
        expect(localizedPrivKey(auth, priv, PASSWORD, ENGINE).toString("hex")).toBe(theirs.toString("hex"));
      },
    );
  });

  test("a second engine has other keys", () => {
    const other = localizedPrivKey("SHA", "AES", PASSWORD, Buffer.from("000000000000000000000003", "hex"));
    expect(other.toString("hex")).not.toBe(hexKey("SHA", "AES"));
  });
});
