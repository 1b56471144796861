import type { ModuleNotation } from "./notation.ts";

/** ENTITY-MIB of RFC 6933: its entities know batteries and storage drives besides those of RFC 4133. */
export const entityMib: ModuleNotation = {
  module: "ENTITY-MIB",
  tree: `
1.3.6.1.2.1.47 entityMIB
  1 entityMIBObjects
    1 entityPhysical
      1 entPhysicalTable
        1 entPhysicalEntry
          1 entPhysicalIndex, 2 entPhysicalDescr, 3 entPhysicalVendorType
          4 entPhysicalContainedIn
          5 entPhysicalClass: other(1) unknown(2) chassis(3) backplane(4) container(5)
              powerSupply(6) fan(7) sensor(8) module(9) port(10) stack(11) cpu(12)
              energyObject(13) battery(14) storageDrive(15)
          6 entPhysicalParentRelPos, 7 entPhysicalName, 8 entPhysicalHardwareRev
          9 entPhysicalFirmwareRev, 10 entPhysicalSoftwareRev, 11 entPhysicalSerialNum
          12 entPhysicalMfgName, 13 entPhysicalModelName, 14 entPhysicalAlias
          15 entPhysicalAssetID, 16 entPhysicalIsFRU: TruthValue
          17 entPhysicalMfgDate: DateAndTime, 18 entPhysicalUris, 19 entPhysicalUUID
    2 entityLogical
      1 entLogicalTable
        1 entLogicalEntry
          1 entLogicalIndex, 2 entLogicalDescr, 3 entLogicalType, 4 entLogicalCommunity
          5 entLogicalTAddress, 6 entLogicalTDomain, 7 entLogicalContextEngineID
          8 entLogicalContextName
    3 entityMapping
      1 entLPMappingTable
        1 entLPMappingEntry
          1 entLPPhysicalIndex
      2 entAliasMappingTable
        1 entAliasMappingEntry
          1 entAliasLogicalIndexOrZero, 2 entAliasMappingIdentifier
      3 entPhysicalContainsTable
        1 entPhysicalContainsEntry
          1 entPhysicalChildIndex
    4 entityGeneral
      1 entLastChangeTime
  2 entityMIBTraps
    0 entityMIBTrapPrefix
      1 entConfigChange
`,
};

export const entitySensorMib: ModuleNotation = {
  module: "ENTITY-SENSOR-MIB",
  tree: `
1.3.6.1.2.1.99 entitySensorMIB
  1 entitySensorObjects
    1 entPhySensorTable
      1 entPhySensorEntry
        1 entPhySensorType: other(1) unknown(2) voltsAC(3) voltsDC(4) amperes(5) watts(6) hertz(7)
            celsius(8) percentRH(9) rpm(10) cmm(11) truthvalue(12)
        2 entPhySensorScale: yocto(1) zepto(2) atto(3) femto(4) pico(5) nano(6) micro(7) milli(8)
            units(9) kilo(10) mega(11) giga(12) tera(13) exa(14) peta(15) zetta(16) yotta(17)
        3 entPhySensorPrecision, 4 entPhySensorValue
        5 entPhySensorOperStatus: ok(1) unavailable(2) nonoperational(3)
        6 entPhySensorUnitsDisplay, 7 entPhySensorValueTimeStamp, 8 entPhySensorValueUpdateRate
`,
};

/**
 * LLDP-MIB of IEEE 802.1AB-2005. Transmitted TLVs are BITS without names here.
 * Chassis and port ids have no syntax of their own: the subtype column says how to read them.
 */
export const lldpMib: ModuleNotation = {
  module: "LLDP-MIB",
  tree: `
type ChassisIdSubtype = chassisComponent(1) interfaceAlias(2) portComponent(3) macAddress(4)
    networkAddress(5) interfaceName(6) local(7)
type PortIdSubtype = interfaceAlias(1) portComponent(2) macAddress(3) networkAddress(4)
    interfaceName(5) agentCircuitId(6) local(7)
type LldpSystemCapabilities = bits other(0) repeater(1) bridge(2) wlanAccessPoint(3) router(4)
    telephone(5) docsisCableDevice(6) stationOnly(7)
type ManAddrIfSubtype = unknown(1) ifIndex(2) systemPortNumber(3)
type AddressFamily = other(0) ipV4(1) ipV6(2) nsap(3) hdlc(4) bbn1822(5) all802(6) e163(7) e164(8)
    f69(9) x121(10) ipx(11) appleTalk(12) decnetIV(13) banyanVines(14) e164withNsap(15) dns(16)
    distinguishedName(17) asNumber(18) xtpOverIpv4(19) xtpOverIpv6(20) xtpNativeModeXTP(21)
    fibreChannelWWPN(22) fibreChannelWWNN(23) gwid(24) afi(25) reserved(65535)
1.0.8802.1.1.2 lldpMIB
  0 lldpNotifications
    0 lldpNotificationPrefix
      1 lldpRemTablesChange
  1 lldpObjects
    1 lldpConfiguration
      1 lldpMessageTxInterval, 2 lldpMessageTxHoldMultiplier, 3 lldpReinitDelay, 4 lldpTxDelay
      5 lldpNotificationInterval
      6 lldpPortConfigTable
        1 lldpPortConfigEntry
          1 lldpPortConfigPortNum
          2 lldpPortConfigAdminStatus: txOnly(1) rxOnly(2) txAndRx(3) disabled(4)
          3 lldpPortConfigNotificationEnable: TruthValue, 4 lldpPortConfigTLVsTxEnable
      7 lldpConfigManAddrTable
        1 lldpConfigManAddrEntry
          1 lldpConfigManAddrPortsTxEnable
    2 lldpStatistics
      1 lldpStatsRemTablesLastChangeTime, 2 lldpStatsRemTablesInserts, 3 lldpStatsRemTablesDeletes
      4 lldpStatsRemTablesDrops, 5 lldpStatsRemTablesAgeouts
      6 lldpStatsTxPortTable
        1 lldpStatsTxPortEntry
          1 lldpStatsTxPortNum, 2 lldpStatsTxPortFramesTotal
      7 lldpStatsRxPortTable
        1 lldpStatsRxPortEntry
          1 lldpStatsRxPortNum, 2 lldpStatsRxPortFramesDiscardedTotal, 3 lldpStatsRxPortFramesErrors
          4 lldpStatsRxPortFramesTotal, 5 lldpStatsRxPortTLVsDiscardedTotal
          6 lldpStatsRxPortTLVsUnrecognizedTotal, 7 lldpStatsRxPortAgeoutsTotal
    3 lldpLocalSystemData
      1 lldpLocChassisIdSubtype: ChassisIdSubtype, 2 lldpLocChassisId, 3 lldpLocSysName
      4 lldpLocSysDesc, 5 lldpLocSysCapSupported: LldpSystemCapabilities
      6 lldpLocSysCapEnabled: LldpSystemCapabilities
      7 lldpLocPortTable
        1 lldpLocPortEntry
          1 lldpLocPortNum, 2 lldpLocPortIdSubtype: PortIdSubtype, 3 lldpLocPortId
          4 lldpLocPortDesc
      8 lldpLocManAddrTable
        1 lldpLocManAddrEntry
          1 lldpLocManAddrSubtype: AddressFamily, 2 lldpLocManAddr, 3 lldpLocManAddrLen
          4 lldpLocManAddrIfSubtype: ManAddrIfSubtype, 5 lldpLocManAddrIfId, 6 lldpLocManAddrOID
    4 lldpRemoteSystemsData
      1 lldpRemTable
        1 lldpRemEntry
          1 lldpRemTimeMark, 2 lldpRemLocalPortNum, 3 lldpRemIndex
          4 lldpRemChassisIdSubtype: ChassisIdSubtype, 5 lldpRemChassisId
          6 lldpRemPortIdSubtype: PortIdSubtype, 7 lldpRemPortId, 8 lldpRemPortDesc
          9 lldpRemSysName, 10 lldpRemSysDesc, 11 lldpRemSysCapSupported: LldpSystemCapabilities
          12 lldpRemSysCapEnabled: LldpSystemCapabilities
      2 lldpRemManAddrTable
        1 lldpRemManAddrEntry
          1 lldpRemManAddrSubtype: AddressFamily, 2 lldpRemManAddr
          3 lldpRemManAddrIfSubtype: ManAddrIfSubtype, 4 lldpRemManAddrIfId, 5 lldpRemManAddrOID
      3 lldpRemUnknownTLVTable
        1 lldpRemUnknownTLVEntry
          1 lldpRemUnknownTLVType, 2 lldpRemUnknownTLVInfo
      4 lldpRemOrgDefInfoTable
        1 lldpRemOrgDefInfoEntry
          1 lldpRemOrgDefInfoOUI, 2 lldpRemOrgDefInfoSubtype, 3 lldpRemOrgDefInfoIndex
          4 lldpRemOrgDefInfo
    5 lldpExtensions
`,
};
