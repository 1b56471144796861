import type { ModuleNotation } from "./notation.ts";

export const ciscoSmi: ModuleNotation = {
  module: "CISCO-SMI",
  tree: `
1.3.6.1.4.1.9 cisco
  1 ciscoProducts, 2 local, 3 temporary, 4 pakmon, 5 workgroup
  6 otherEnterprises
    1 ciscoSB, 2 ciscoSMB
  7 ciscoAgentCapability, 8 ciscoConfig, 9 ciscoMgmt, 10 ciscoExperiment
  11 ciscoAdmin
    1 ciscoProxy
      1 ciscoPartyProxy, 2 ciscoContextProxy
    2 ciscoRptrGroupObjectID
    3 ciscoChipSets
      1 ciscoChipSetSaint1, 2 ciscoChipSetSaint2, 3 ciscoChipSetSaint3, 4 ciscoChipSetSaint4
  12 ciscoModules, 13 lightstream, 14 ciscoworks, 15 newport, 16 ciscoPartnerProducts
  17 ciscoPolicy
    2 ciscoPIB
  18 ciscoPolicyAuto
    2 ciscoPibToMib
  19 ciscoDomains
  20 ciscoCIB
    1 ciscoCibMmiGroup, 2 ciscoCibProvGroup
  21 ciscoPKI, 22 ciscoLDAP
`,
};

export const ciscoEnvmonMib: ModuleNotation = {
  module: "CISCO-ENVMON-MIB",
  tree: `
type EnvMonState = normal(1) warning(2) critical(3) shutdown(4) notPresent(5) notFunctioning(6)
1.3.6.1.4.1.9.9.13 ciscoEnvMonMIB
  1 ciscoEnvMonObjects
    1 ciscoEnvMonPresent: oldAgs(1) ags(2) c7000(3) ci(4) cAccessMon(6) cat6000(7) ubr7200(8)
        cat4000(9) c10000(10) osr7600(11) c7600(12) c37xx(13) other(14)
    2 ciscoEnvMonVoltageStatusTable
      1 ciscoEnvMonVoltageStatusEntry
        1 ciscoEnvMonVoltageStatusIndex, 2 ciscoEnvMonVoltageStatusDescr
        3 ciscoEnvMonVoltageStatusValue, 4 ciscoEnvMonVoltageThresholdLow
        5 ciscoEnvMonVoltageThresholdHigh, 6 ciscoEnvMonVoltageLastShutdown
        7 ciscoEnvMonVoltageState: EnvMonState
    3 ciscoEnvMonTemperatureStatusTable
      1 ciscoEnvMonTemperatureStatusEntry
        1 ciscoEnvMonTemperatureStatusIndex, 2 ciscoEnvMonTemperatureStatusDescr
        3 ciscoEnvMonTemperatureStatusValue, 4 ciscoEnvMonTemperatureThreshold
        5 ciscoEnvMonTemperatureLastShutdown, 6 ciscoEnvMonTemperatureState: EnvMonState
    4 ciscoEnvMonFanStatusTable
      1 ciscoEnvMonFanStatusEntry
        1 ciscoEnvMonFanStatusIndex, 2 ciscoEnvMonFanStatusDescr, 3 ciscoEnvMonFanState: EnvMonState
    5 ciscoEnvMonSupplyStatusTable
      1 ciscoEnvMonSupplyStatusEntry
        1 ciscoEnvMonSupplyStatusIndex, 2 ciscoEnvMonSupplyStatusDescr
        3 ciscoEnvMonSupplyState: EnvMonState
        4 ciscoEnvMonSupplySource: unknown(1) ac(2) dc(3) externalPowerSupply(4)
            internalRedundant(5)
    6 ciscoEnvMonAlarmContacts
  2 ciscoEnvMonMIBNotificationEnables
    1 ciscoEnvMonEnableShutdownNotification: TruthValue
    2 ciscoEnvMonEnableVoltageNotification: TruthValue
    3 ciscoEnvMonEnableTemperatureNotification: TruthValue
    4 ciscoEnvMonEnableFanNotification: TruthValue
    5 ciscoEnvMonEnableRedundantSupplyNotification: TruthValue
    6 ciscoEnvMonEnableStatChangeNotif: TruthValue
  3 ciscoEnvMonMIBNotificationPrefix
    0 ciscoEnvMonMIBNotifications
      1 ciscoEnvMonShutdownNotification, 2 ciscoEnvMonVoltageNotification
      3 ciscoEnvMonTemperatureNotification, 4 ciscoEnvMonFanNotification
      5 ciscoEnvMonRedundantSupplyNotification, 6 ciscoEnvMonVoltStatusChangeNotif
      7 ciscoEnvMonTempStatusChangeNotif, 8 ciscoEnvMonFanStatusChangeNotif
      9 ciscoEnvMonSuppStatusChangeNotif
`,
};

export const ciscoMemoryPoolMib: ModuleNotation = {
  module: "CISCO-MEMORY-POOL-MIB",
  tree: `
1.3.6.1.4.1.9.9.48 ciscoMemoryPoolMIB
  1 ciscoMemoryPoolObjects
    1 ciscoMemoryPoolTable
      1 ciscoMemoryPoolEntry
        1 ciscoMemoryPoolType, 2 ciscoMemoryPoolName, 3 ciscoMemoryPoolAlternate
        4 ciscoMemoryPoolValid: TruthValue, 5 ciscoMemoryPoolUsed, 6 ciscoMemoryPoolFree
        7 ciscoMemoryPoolLargestFree, 8 ciscoMemoryPoolLowMemoryNotifThreshold
    2 ciscoMemoryPoolUtilizationTable
      1 ciscoMemoryPoolUtilizationEntry
        1 ciscoMemoryPoolUtilization1Min, 2 ciscoMemoryPoolUtilization5Min
        3 ciscoMemoryPoolUtilization10Min
    3 ciscoMemoryPoolLowMemoryNotifEnable: TruthValue
  2 ciscoMemoryPoolNotifications
    0 ciscoMemoryPoolMIBNotificationPrefix
      1 ciscoMemoryPoolLowMemoryNotif, 2 ciscoMemoryPoolLowMemoryRecoveryNotif
`,
};

/** Sensors of Cisco's entities, with more kinds than the standard ENTITY-SENSOR-MIB: dBm above all. */
export const ciscoEntitySensorMib: ModuleNotation = {
  module: "CISCO-ENTITY-SENSOR-MIB",
  tree: `
1.3.6.1.4.1.9.9.91 ciscoEntitySensorMIB
  1 entitySensorMIBObjects
    1 entSensorValues
      1 entSensorValueTable
        1 entSensorValueEntry
          1 entSensorType: other(1) unknown(2) voltsAC(3) voltsDC(4) amperes(5) watts(6) hertz(7)
              celsius(8) percentRH(9) rpm(10) cmm(11) truthvalue(12) specialEnum(13) dBm(14)
          2 entSensorScale: yocto(1) zepto(2) atto(3) femto(4) pico(5) nano(6) micro(7) milli(8)
              units(9) kilo(10) mega(11) giga(12) tera(13) exa(14) peta(15) zetta(16) yotta(17)
          3 entSensorPrecision, 4 entSensorValue
          5 entSensorStatus: ok(1) unavailable(2) nonoperational(3)
          6 entSensorValueTimeStamp, 7 entSensorValueUpdateRate, 8 entSensorMeasuredEntity
    2 entSensorThresholds
      1 entSensorThresholdTable
        1 entSensorThresholdEntry
          1 entSensorThresholdIndex
          2 entSensorThresholdSeverity: other(1) minor(10) major(20) critical(30)
          3 entSensorThresholdRelation: lessThan(1) lessOrEqual(2) greaterThan(3)
              greaterOrEqual(4) equalTo(5) notEqualTo(6)
          4 entSensorThresholdValue, 5 entSensorThresholdEvaluation: TruthValue
          6 entSensorThresholdNotificationEnable: TruthValue
`,
};

/** Names alone: outside the vendor's default set and not in our own manifest. */
export const ciscoCdpMib: ModuleNotation = {
  module: "CISCO-CDP-MIB",
  tree: `
1.3.6.1.4.1.9.9.23 ciscoCdpMIB
  1 ciscoCdpMIBObjects
    1 cdpInterface
      1 cdpInterfaceTable
        1 cdpInterfaceEntry
          1 cdpInterfaceIfIndex, 2 cdpInterfaceEnable, 3 cdpInterfaceMessageInterval
          4 cdpInterfaceGroup, 5 cdpInterfacePort, 6 cdpInterfaceName
      2 cdpInterfaceExtTable
        1 cdpInterfaceExtEntry
          1 cdpInterfaceExtendedTrust, 2 cdpInterfaceCosForUntrustedPort
    2 cdpCache
      1 cdpCacheTable
        1 cdpCacheEntry
          1 cdpCacheIfIndex, 2 cdpCacheDeviceIndex, 3 cdpCacheAddressType, 4 cdpCacheAddress
          5 cdpCacheVersion, 6 cdpCacheDeviceId, 7 cdpCacheDevicePort, 8 cdpCachePlatform
          9 cdpCacheCapabilities, 10 cdpCacheVTPMgmtDomain, 11 cdpCacheNativeVLAN
          12 cdpCacheDuplex, 13 cdpCacheApplianceID, 14 cdpCacheVlanID
          15 cdpCachePowerConsumption, 16 cdpCacheMTU, 17 cdpCacheSysName, 18 cdpCacheSysObjectID
          19 cdpCachePrimaryMgmtAddrType, 20 cdpCachePrimaryMgmtAddr
          21 cdpCacheSecondaryMgmtAddrType, 22 cdpCacheSecondaryMgmtAddr
          23 cdpCachePhysLocation, 24 cdpCacheLastChange
    3 cdpGlobal
      1 cdpGlobalRun, 2 cdpGlobalMessageInterval, 3 cdpGlobalHoldTime, 4 cdpGlobalDeviceId
      5 cdpGlobalLastChange, 6 cdpGlobalDeviceIdFormatCpb, 7 cdpGlobalDeviceIdFormat
`,
};

export const ciscoProcessMib: ModuleNotation = {
  module: "CISCO-PROCESS-MIB",
  tree: `
type ProcessPriority = critical(1) high(2) normal(3) low(4) notAssigned(5)
1.3.6.1.4.1.9.9.109 ciscoProcessMIB
  1 ciscoProcessMIBObjects
    1 cpmCPU
      1 cpmCPUTotalTable
        1 cpmCPUTotalEntry
          1 cpmCPUTotalIndex, 2 cpmCPUTotalPhysicalIndex, 3 cpmCPUTotal5sec, 4 cpmCPUTotal1min
          5 cpmCPUTotal5min, 6 cpmCPUTotal5secRev, 7 cpmCPUTotal1minRev, 8 cpmCPUTotal5minRev
          9 cpmCPUMonInterval, 10 cpmCPUTotalMonIntervalValue, 11 cpmCPUInterruptMonIntervalValue
          12 cpmCPUMemoryUsed, 13 cpmCPUMemoryFree, 14 cpmCPUMemoryKernelReserved
          15 cpmCPUMemoryLowest, 16 cpmCPUMemoryUsedOvrflw, 17 cpmCPUMemoryHCUsed
          18 cpmCPUMemoryFreeOvrflw, 19 cpmCPUMemoryHCFree, 20 cpmCPUMemoryKernelReservedOvrflw
          21 cpmCPUMemoryHCKernelReserved, 22 cpmCPUMemoryLowestOvrflw, 23 cpmCPUMemoryHCLowest
          24 cpmCPULoadAvg1min, 25 cpmCPULoadAvg5min, 26 cpmCPULoadAvg15min
          27 cpmCPUMemoryCommitted, 28 cpmCPUMemoryCommittedOvrflw, 29 cpmCPUMemoryHCCommitted
      2 cpmCoreTable
        1 cpmCoreEntry
          1 cpmCoreIndex, 2 cpmCorePhysicalIndex, 3 cpmCore5sec, 4 cpmCore1min, 5 cpmCore5min
          6 cpmCoreLoadAvg1min, 7 cpmCoreLoadAvg5min, 8 cpmCoreLoadAvg15min
    2 cpmProcess
      1 cpmProcessTable
        1 cpmProcessEntry
          1 cpmProcessPID, 2 cpmProcessName, 4 cpmProcessuSecs, 5 cpmProcessTimeCreated
          6 cpmProcessAverageUSecs
      2 cpmProcessExtTable
        1 cpmProcessExtEntry
          1 cpmProcExtMemAllocated, 2 cpmProcExtMemFreed, 3 cpmProcExtInvoked, 4 cpmProcExtRuntime
          5 cpmProcExtUtil5Sec, 6 cpmProcExtUtil1Min, 7 cpmProcExtUtil5Min
          8 cpmProcExtPriority: ProcessPriority
      3 cpmProcessExtRevTable
        1 cpmProcessExtRevEntry
          1 cpmProcExtMemAllocatedRev, 2 cpmProcExtMemFreedRev, 3 cpmProcExtInvokedRev
          4 cpmProcExtRuntimeRev, 5 cpmProcExtUtil5SecRev, 6 cpmProcExtUtil1MinRev
          7 cpmProcExtUtil5MinRev, 8 cpmProcExtPriorityRev: ProcessPriority
          9 cpmProcessType: other(1) posix(2) ios(3)
          10 cpmProcessRespawn: TruthValue, 11 cpmProcessRespawnCount
          12 cpmProcessRespawnAfterLastPatch
          13 cpmProcessMemoryCore: other(1) mainmem(2) mainmemSharedmem(3) mainmemText(4)
              mainmemTextSharedmem(5) sharedmem(6) sparse(7) off(8)
          14 cpmProcessLastRestartUser, 15 cpmProcessTextSegmentSize, 16 cpmProcessDataSegmentSize
          17 cpmProcessStackSize, 18 cpmProcessDynamicMemorySize
    3 cpmThread
      1 cpmThreadTable
        1 cpmThreadEntry
          1 cpmThreadID, 2 cpmThreadName, 3 cpmThreadPriority
          4 cpmThreadState: other(1) dead(2) running(3) ready(4) stopped(5) send(6) receive(7)
              reply(8) stack(9) waitpage(10) sigsuspend(11) sigwaitinfo(12) nanosleep(13) mutex(14)
              condvar(15) join(16) intr(17) sem(18)
          5 cpmThreadBlockingProcess, 6 cpmThreadCpuUtilization, 7 cpmThreadStackSize
  2 ciscoProcessMIBNotifPrefix
    0 ciscoProcessMIBNotifs
      1 cpmCPURisingThreshold, 2 cpmCPUFallingThreshold
`,
};
