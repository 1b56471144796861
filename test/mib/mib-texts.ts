import type { MibFile } from "../../src/mib/index.ts";

// Small modules written for these tests, below an enterprise number that belongs to nobody.

/** A module around `body`; `imports` is what stands between IMPORTS and its semicolon. */
export function module(name: string, body: string, imports = "enterprises FROM SNMPv2-SMI"): string {
  return `${name} DEFINITIONS ::= BEGIN\nIMPORTS ${imports};\n${body}\nEND\n`;
}

export function file(name: string, text: string): MibFile {
  return { name, text };
}

export const TC_MIB = module(
  "TEST-TC",
  `
TestState ::= TEXTUAL-CONVENTION
    DISPLAY-HINT "d"
    STATUS       current
    DESCRIPTION  "With a hint, a reference -- and a dash -- and { braces } ::= in its text."
    REFERENCE    "none"
    SYNTAX       INTEGER { idle(0), busy(1), not-ready(7) }

TestMac ::= TEXTUAL-CONVENTION
    STATUS current
    DESCRIPTION "A type of its own that is an address all the same."
    SYNTAX MacAddress
`,
  "TEXTUAL-CONVENTION, MacAddress FROM SNMPv2-TC",
);

/** Uses what TEST-TC and the base modules define, in tables and scalars. */
export const DEVICE_MIB = module(
  "TEST-DEVICE-MIB",
  `
testDevice MODULE-IDENTITY
    LAST-UPDATED "202501010000Z"
    ORGANIZATION "nobody"
    CONTACT-INFO "nobody"
    DESCRIPTION  "A device."
    REVISION     "202501010000Z"
    DESCRIPTION  "First."
    ::= { enterprises 99999 }

testObjects OBJECT IDENTIFIER ::= { testDevice 1 }

testState OBJECT-TYPE
    SYNTAX      TestState
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "A scalar of an imported enumeration."
    ::= { testObjects 1 }

testEnabled OBJECT-TYPE
    SYNTAX      TruthValue
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "A scalar of a built-in enumeration."
    DEFVAL      { true }
    ::= { testObjects 2 }

testTable OBJECT-TYPE
    SYNTAX      SEQUENCE OF TestEntry
    MAX-ACCESS  not-accessible
    STATUS      current
    DESCRIPTION "A table."
    ::= { testObjects 3 }

testEntry OBJECT-TYPE
    SYNTAX      TestEntry
    MAX-ACCESS  not-accessible
    STATUS      current
    DESCRIPTION "A row."
    INDEX       { testIndex, IMPLIED testName }
    ::= { testTable 1 }

TestEntry ::= SEQUENCE {
    testIndex    Integer32,
    testKind     INTEGER,
    testMac      TestMac,
    testSince    DateAndTime,
    testAddrType InetAddressType,
    testAddr     InetAddress
}

testIndex OBJECT-TYPE
    SYNTAX      Integer32 (1..2147483647)
    MAX-ACCESS  not-accessible
    STATUS      current
    DESCRIPTION "The index."
    ::= { testEntry 1 }

testKind OBJECT-TYPE
    SYNTAX      INTEGER { red (1), green( 2 ),
                          blue(-3) } -- negative, and over two lines
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "An enumeration of its own."
    ::= { testEntry 2 }

testMac OBJECT-TYPE
    SYNTAX      TestMac
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "An address."
    ::= { testEntry 3 }

testSince OBJECT-TYPE
    SYNTAX      DateAndTime
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "A date."
    ::= { testEntry 4 }

testAddrType OBJECT-TYPE
    SYNTAX      InetAddressType { ipv4(1), ipv6(2) }
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "The address' type."
    ::= { testEntry 5 }

testAddr OBJECT-TYPE
    SYNTAX      InetAddress (SIZE (4|16))
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "The address."
    ::= { testEntry 6 }

testFlags OBJECT-TYPE
    SYNTAX      BITS { first(0), second(1) }
    MAX-ACCESS  read-only
    STATUS      current
    DESCRIPTION "Bits are no enumeration."
    ::= { testObjects 4 }

testAlarm NOTIFICATION-TYPE
    OBJECTS     { testState, testKind }
    STATUS      current
    DESCRIPTION "An alarm."
    ::= { testDevice 0 1 }
`,
  `MODULE-IDENTITY, OBJECT-TYPE, NOTIFICATION-TYPE, Integer32, enterprises FROM SNMPv2-SMI
   TruthValue, DateAndTime FROM SNMPv2-TC
   InetAddressType, InetAddress FROM INET-ADDRESS-MIB
   TestState, TestMac FROM TEST-TC`,
);
