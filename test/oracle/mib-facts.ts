// The few facts of MIBs that the manifests under test need, written down from the modules' own text (RFC 2863, 4133,
// 3635, 2790, 4188, 1213, IEEE 802.1AB; IANAifType; CISCO-ENVMON, F5-BIGIP).

const statesUpDownTesting = { 1: "up", 2: "down", 3: "testing" };
const truth = { 1: "true", 2: "false" };
const enabledDisabled = { 1: "enabled", 2: "disabled" };
const ifType = {
  1: "other",
  6: "ethernetCsmacd",
  7: "iso88023Csmacd",
  8: "iso88024TokenBus",
  9: "iso88025TokenRing",
  15: "fddi",
  18: "ds1",
  22: "propPointToPointSerial",
  23: "ppp",
  24: "softwareLoopback",
  28: "slip",
  30: "ds3",
  32: "frameRelay",
  33: "rs232",
  37: "atm",
  39: "sonet",
  53: "propVirtual",
  54: "propMultiplexor",
  62: "fastEther",
  71: "ieee80211",
  77: "lapd",
  94: "adsl",
  117: "gigabitEthernet",
  131: "tunnel",
  134: "atmSubInterface",
  135: "l2vlan",
  136: "l3ipvlan",
  150: "mplsTunnel",
  161: "ieee8023adLag",
  166: "mpls",
  209: "bridge",
};
const f5Availability = { 0: "none", 1: "green", 2: "yellow", 3: "red", 4: "blue" };

type Enumeration = Readonly<Record<number, string>>;

/** Column or scalar (without .0) → names of its numbers. */
export const ENUMERATIONS: ReadonlyMap<string, Enumeration> = new Map<string, Enumeration>([
  ["1.3.6.1.2.1.2.2.1.3", ifType],
  ["1.3.6.1.2.1.2.2.1.7", statesUpDownTesting],
  [
    "1.3.6.1.2.1.2.2.1.8",
    { ...statesUpDownTesting, 4: "unknown", 5: "dormant", 6: "notPresent", 7: "lowerLayerDown" },
  ],
  ["1.3.6.1.2.1.31.1.1.1.14", enabledDisabled], // ifLinkUpDownTrapEnable
  ["1.3.6.1.2.1.31.1.1.1.16", truth], // ifPromiscuousMode
  ["1.3.6.1.2.1.31.1.1.1.17", truth], // ifConnectorPresent
  ["1.3.6.1.2.1.11.30", enabledDisabled], // snmpEnableAuthenTraps
  ["1.3.6.1.2.1.4.1", { 1: "forwarding", 2: "notForwarding" }],
  ["1.3.6.1.2.1.10.7.2.1.19", { 1: "unknown", 2: "halfDuplex", 3: "fullDuplex" }], // dot3StatsDuplexStatus
  [
    "1.3.6.1.2.1.17.2.15.1.3", // dot1dStpPortState
    { 1: "disabled", 2: "blocking", 3: "listening", 4: "learning", 5: "forwarding", 6: "broken" },
  ],
  ["1.3.6.1.2.1.25.3.2.1.5", { 1: "unknown", 2: "running", 3: "warning", 4: "testing", 5: "down" }], // hrDeviceStatus
  [
    "1.3.6.1.4.1.9.9.13.1.4.1.3", // ciscoEnvMonFanState
    { 1: "normal", 2: "warning", 3: "critical", 4: "shutdown", 5: "notPresent", 6: "notFunctioning" },
  ],
  ["1.3.6.1.4.1.3375.2.2.5.5.2.1.2", { ...f5Availability, 5: "grey" }], // ltmPoolStatusAvailState
  [
    "1.3.6.1.4.1.3375.2.1.14.3.1", // sysCmFailoverStatusId
    { 0: "unknown", 1: "offline", 2: "forcedOffline", 3: "standby", 4: "active" },
  ],
]);

/** Columns whose MIB says PhysAddress or MacAddress. */
export const PHYS_ADDRESSES: ReadonlySet<string> = new Set([
  "1.3.6.1.2.1.2.2.1.6", // ifPhysAddress
  "1.3.6.1.2.1.17.1.1", // dot1dBaseBridgeAddress
]);

/** Names that manifests under test write in place of OIDs. */
export const NAMES: ReadonlyMap<string, string> = new Map([
  ["sysDescr", "1.3.6.1.2.1.1.1"],
  ["sysUpTime", "1.3.6.1.2.1.1.3"],
  ["sysName", "1.3.6.1.2.1.1.5"],
  ["ifIndex", "1.3.6.1.2.1.2.2.1.1"],
  ["ifDescr", "1.3.6.1.2.1.2.2.1.2"],
  ["ifType", "1.3.6.1.2.1.2.2.1.3"],
  ["ifMtu", "1.3.6.1.2.1.2.2.1.4"],
  ["ifHighSpeed", "1.3.6.1.2.1.31.1.1.1.15"],
]);

/** Columns that say how another column's octets are to be read, for $networkFormat. */
export const FORMATTERS: ReadonlyMap<string, "InetAddressType" | "LldpPortIdSubtype"> = new Map([
  ["1.3.6.1.4.1.3375.2.2.10.1.2.1.2", "InetAddressType"], // ltmVirtualServAddrType
  ["1.0.8802.1.1.2.1.4.1.1.6", "LldpPortIdSubtype"], // lldpRemPortIdSubtype
]);

/** LldpPortIdSubtype of LLDP-MIB. */
export const LLDP_PORT_ID_SUBTYPES: Readonly<Record<number, string>> = {
  1: "interfaceAlias",
  2: "portComponent",
  3: "macAddress",
  4: "networkAddress",
  5: "interfaceName",
  6: "agentCircuitId",
  7: "local",
};
