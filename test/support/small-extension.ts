/**
 * An extension.yaml for tests of the program that are not about the extension: ours has 3,000 lines, which each start
 * takes half a second to read.
 */
export const SMALL_EXTENSION = `
name: custom:small
version: 1.0.0
minDynatraceVersion: "1.256"
author: { name: me }
snmp:
  - group: device
    dimensions: [{ key: sys.name, value: "oid:SNMPv2-MIB::sysName.0" }]
    metrics: [{ key: small.uptime, value: "oid:SNMPv2-MIB::sysUpTime.0" }]
  - group: ports
    subgroups:
      - subgroup: ports
        table: true
        dimensions: [{ key: if.name, value: "oid:IF-MIB::ifName" }]
        metrics: [{ key: small.if.bytes.count, value: "oid:IF-MIB::ifHCInOctets", type: count }]
metrics:
  - { key: small.uptime, metadata: { displayName: Uptime } }
  - { key: small.if.bytes.count, metadata: { displayName: Octets } }
`;
