// Where a recording holds what should not leave the house: facts of the MIBs, by numeric OID.

/** Subtrees that are left out: communities, users and their views, trap receivers, configuration transfers. */
export const DROPPED: readonly string[] = [
  "1.3.6.1.6.3.12", // SNMP-TARGET-MIB
  "1.3.6.1.6.3.13", // SNMP-NOTIFICATION-MIB
  "1.3.6.1.6.3.15.1.2", // usmUser
  "1.3.6.1.6.3.16", // SNMP-VIEW-BASED-ACM-MIB
  "1.3.6.1.6.3.18", // SNMP-COMMUNITY-MIB
  "1.3.6.1.2.1.16.19.13", // trapDestTable, with communities
  "1.3.6.1.2.1.47.1.2.1.1.4", // entLogicalCommunity: community@vlan on Cisco switches
  "1.3.6.1.2.1.25.4.2.1.5", // hrSWRunParameters: command lines
  "1.3.6.1.4.1.9.9.96", // CISCO-CONFIG-COPY-MIB: servers, users, passwords
  "1.3.6.1.4.1.9.2.1.61", // hostConfig of OLD-CISCO-SYS-MIB and what follows it
];

/** Names of devices: every word is replaced here, and wherever else it turns up. */
export const NAMES: readonly string[] = [
  "1.3.6.1.2.1.1.5", // sysName
  "1.0.8802.1.1.2.1.3.2", // lldpLocChassisId
  "1.0.8802.1.1.2.1.3.3", // lldpLocSysName
  "1.0.8802.1.1.2.1.4.1.1.5", // lldpRemChassisId
  "1.0.8802.1.1.2.1.4.1.1.9", // lldpRemSysName
  "1.3.111.2.802.1.1.13.1.3.2", // lldpV2LocChassisId
  "1.3.111.2.802.1.1.13.1.3.3", // lldpV2LocSysName
  "1.3.111.2.802.1.1.13.1.4.1.1.6", // lldpV2RemChassisId
  "1.3.111.2.802.1.1.13.1.4.1.1.10", // lldpV2RemSysName
  "1.3.6.1.4.1.9.9.23.1.2.1.1.6", // cdpCacheDeviceId
  "1.3.6.1.4.1.9.9.23.1.2.1.1.17", // cdpCacheSysName
  "1.3.6.1.4.1.9.9.23.1.3.4", // cdpGlobalDeviceId
  "1.3.6.1.4.1.9.2.1.3", // hostName of OLD-CISCO-SYS-MIB
];

/** Serial numbers: replaced here, and wherever else they turn up. */
export const SERIALS: readonly string[] = [
  "1.3.6.1.2.1.47.1.1.1.1.11", // entPhysicalSerialNum
  "1.3.6.1.4.1.9.3.6.3", // chassisId of OLD-CISCO-CHASSIS-MIB
  "1.3.6.1.4.1.9.5.1.2.19", // chassisSerialNumberString
  "1.3.6.1.4.1.9.5.1.3.1.1.26", // moduleSerialNumberString
  "1.3.6.1.4.1.2636.3.1.3", // jnxBoxSerialNo
  "1.3.6.1.4.1.2636.3.1.8.1.7", // jnxContentsSerialNo
  "1.3.6.1.4.1.2636.3.40.1.4.1.1.1.2", // jnxVirtualChassisMemberSerialnumber
  "1.3.6.1.4.1.25461.2.1.2.1.3", // panSysSerialNumber
  "1.3.6.1.4.1.12356.100.1.1.1", // fnSysSerial
  "1.3.6.1.4.1.11.2.36.1.1.2.9", // hpHttpMgSerialNumber
];

/** Texts that people typed: every word is replaced. */
export const USER_TEXTS: readonly string[] = [
  "1.3.6.1.2.1.1.4", // sysContact
  "1.3.6.1.2.1.1.6", // sysLocation
  "1.3.6.1.2.1.31.1.1.1.18", // ifAlias
  "1.3.6.1.2.1.47.1.1.1.1.14", // entPhysicalAlias
  "1.3.6.1.2.1.47.1.1.1.1.15", // entPhysicalAssetID
  "1.3.6.1.2.1.17.7.1.4.3.1.1", // dot1qVlanStaticName
  "1.0.8802.1.1.1.1.2.4.1.9", // dot1xAuthSessionUserName
  "1.3.6.1.4.1.9.2.9.2.1.18", // tsLineUser
  "1.3.6.1.4.1.9.9.23.1.2.1.1.10", // cdpCacheVTPMgmtDomain
  "1.3.6.1.4.1.9.9.23.1.2.1.1.23", // cdpCachePhysLocation
  "1.3.6.1.4.1.9.9.46.1.2.1.1.2", // managementDomainName
  "1.3.6.1.4.1.9.9.46.1.3.1.1.4", // vtpVlanName
];

/** Descriptions of ports: what people typed, unless it is the name of an interface. */
export const PORT_TEXTS: readonly string[] = [
  "1.0.8802.1.1.2.1.3.7.1.4", // lldpLocPortDesc
  "1.0.8802.1.1.2.1.4.1.1.8", // lldpRemPortDesc
  "1.3.111.2.802.1.1.13.1.3.7.1.5", // lldpV2LocPortDesc
  "1.3.111.2.802.1.1.13.1.4.1.1.9", // lldpV2RemPortDesc
];

/** Version texts: 15.0.2.5 is no address here. */
export const VERSION_TEXTS: readonly string[] = [
  "1.3.6.1.2.1.1.1", // sysDescr
  "1.3.6.1.2.1.47.1.1.1.1.8", // entPhysicalHardwareRev
  "1.3.6.1.2.1.47.1.1.1.1.9", // entPhysicalFirmwareRev
  "1.3.6.1.2.1.47.1.1.1.1.10", // entPhysicalSoftwareRev
  "1.0.8802.1.1.2.1.3.4", // lldpLocSysDesc
  "1.0.8802.1.1.2.1.4.1.1.10", // lldpRemSysDesc
  "1.3.111.2.802.1.1.13.1.4.1.1.11", // lldpV2RemSysDesc
  "1.3.6.1.4.1.9.9.23.1.2.1.1.5", // cdpCacheVersion
  "1.3.6.1.2.1.25.6.3.1.2", // hrSWInstalledName
];

/** Six octets that are an address even when they happen to be printable. */
export const MAC_COLUMNS: readonly string[] = [
  "1.3.6.1.2.1.2.2.1.6", // ifPhysAddress
  "1.3.6.1.2.1.3.1.1.2", // atPhysAddress
  "1.3.6.1.2.1.4.22.1.2", // ipNetToMediaPhysAddress
  "1.3.6.1.2.1.4.35.1.4", // ipNetToPhysicalPhysAddress
  "1.3.6.1.2.1.17.1.1", // dot1dBaseBridgeAddress
  "1.3.6.1.2.1.17.4.3.1.1", // dot1dTpFdbAddress
];

/** Bridge identifiers: two octets of priority, then a MAC address. */
export const BRIDGE_ID_COLUMNS: readonly string[] = [
  "1.3.6.1.2.1.17.2.5", // dot1dStpDesignatedRoot
  "1.3.6.1.2.1.17.2.15.1.6", // dot1dStpPortDesignatedRoot
  "1.3.6.1.2.1.17.2.15.1.8", // dot1dStpPortDesignatedBridge
];

/** OCTET STRING of 4 or 16 octets that is an address. */
export const INET_COLUMNS: readonly string[] = [
  "1.3.6.1.4.1.9.9.23.1.2.1.1.4", // cdpCacheAddress
  "1.3.6.1.4.1.9.9.23.1.2.1.1.20", // cdpCachePrimaryMgmtAddr
  "1.3.6.1.4.1.9.9.23.1.2.1.1.22", // cdpCacheSecondaryMgmtAddr
  "1.3.6.1.4.1.9.9.23.1.2.2.1.4", // cdpCtAddress
];

/**
 * A part of an index. `inet` is an InetAddressType or AddressFamilyNumbers with a length and that many octets,
 * `oid` a length and that many arcs.
 */
export type IndexPart = "int" | "ipv4" | "mac" | "inet" | "oid";

/** Tables whose index holds addresses: OID of the entry (the arc after it is the column) and its INDEX clause. */
export const INDEXES: ReadonlyMap<string, readonly IndexPart[]> = new Map<string, readonly IndexPart[]>([
  ["1.3.6.1.2.1.3.1.1", ["int", "int", "ipv4"]], // atEntry
  ["1.3.6.1.2.1.4.20.1", ["ipv4"]], // ipAddrEntry
  ["1.3.6.1.2.1.4.21.1", ["ipv4"]], // ipRouteEntry
  ["1.3.6.1.2.1.4.22.1", ["int", "ipv4"]], // ipNetToMediaEntry
  ["1.3.6.1.2.1.4.24.4.1", ["ipv4", "ipv4", "int", "ipv4"]], // ipCidrRouteEntry
  ["1.3.6.1.2.1.4.24.7.1", ["inet", "int", "oid", "inet"]], // inetCidrRouteEntry
  ["1.3.6.1.2.1.4.32.1", ["int", "inet", "int"]], // ipAddressPrefixEntry
  ["1.3.6.1.2.1.4.34.1", ["inet"]], // ipAddressEntry
  ["1.3.6.1.2.1.4.35.1", ["int", "inet"]], // ipNetToPhysicalEntry
  ["1.3.6.1.2.1.4.37.1", ["inet", "int"]], // ipDefaultRouterEntry
  ["1.3.6.1.2.1.6.13.1", ["ipv4", "int", "ipv4", "int"]], // tcpConnEntry
  ["1.3.6.1.2.1.6.19.1", ["inet", "int", "inet", "int"]], // tcpConnectionEntry
  ["1.3.6.1.2.1.6.20.1", ["inet", "int"]], // tcpListenerEntry
  ["1.3.6.1.2.1.7.5.1", ["ipv4", "int"]], // udpEntry
  ["1.3.6.1.2.1.7.7.1", ["inet", "int", "inet", "int", "int"]], // udpEndpointEntry
  ["1.3.6.1.2.1.14.4.1", ["ipv4", "int", "ipv4", "ipv4"]], // ospfLsdbEntry
  ["1.3.6.1.2.1.14.7.1", ["ipv4", "int"]], // ospfIfEntry
  ["1.3.6.1.2.1.14.8.1", ["ipv4", "int"]], // ospfIfMetricEntry
  ["1.3.6.1.2.1.14.10.1", ["ipv4", "int"]], // ospfNbrEntry
  ["1.3.6.1.2.1.15.3.1", ["ipv4"]], // bgpPeerEntry
  ["1.3.6.1.2.1.15.6.1", ["ipv4", "int", "ipv4"]], // bgp4PathAttrEntry
  ["1.3.6.1.2.1.17.4.3.1", ["mac"]], // dot1dTpFdbEntry
  ["1.3.6.1.2.1.17.5.1.1", ["mac"]], // dot1dStaticEntry
  ["1.3.6.1.2.1.17.7.1.2.2.1", ["int", "mac"]], // dot1qTpFdbEntry
  ["1.3.6.1.2.1.17.7.1.2.3.1", ["int", "mac"]], // dot1qTpGroupEntry
  ["1.3.6.1.2.1.17.7.1.3.1.1", ["int", "mac"]], // dot1qStaticUnicastEntry
  ["1.0.8802.1.1.2.1.3.8.1", ["inet"]], // lldpLocManAddrEntry
  ["1.0.8802.1.1.2.1.4.2.1", ["int", "int", "int", "inet"]], // lldpRemManAddrEntry
  ["1.3.111.2.802.1.1.13.1.3.8.1", ["inet"]], // lldpV2LocManAddrEntry
  ["1.3.111.2.802.1.1.13.1.4.2.1", ["int", "int", "int", "int", "inet"]], // lldpV2RemManAddrEntry
  ["1.3.6.1.4.1.9.9.187.1.2.1.1", ["ipv4"]], // cbgpPeerEntry
  ["1.3.6.1.4.1.9.9.187.1.2.5.1", ["inet"]], // cbgpPeer2Entry
]);

/** The name of an interface at the start of a text, with its number. */
export const INTERFACE_NAME =
  /^((Ten|Twe|TwentyFive|Forty|Hundred|FortyGig|HundredGig|TwoHundred|FourHundred)?(Gi|Te|Fa|Et|Eth|Ethernet|GigE|FastEthernet|GigabitEthernet)|Tw|Fo|Hu|Fi|Po|port-channel|port|slot|unit|vlan|vl|mgmt|management|lo|loopback|tunnel|tu|ge|xe|et|ae|swp|em|irb|en[ops]|bond|lag|trk)[-a-z]*\s?\d+([/.:-]\d+)*$/i;
