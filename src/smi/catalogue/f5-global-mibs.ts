import type { ModuleNotation } from "./notation.ts";

/** The root of F5's tree and the notifications of a BIG-IP. */
export const f5Common: ModuleNotation = {
  module: "F5-BIGIP-COMMON-MIB",
  tree: `
1.3.6.1.4.1.3375 f5
  2 bigipTrafficMgmt
    4 bigipNotification
      0 bigipNotifications
        1 bigipAgentStart, 2 bigipAgentShutdown, 3 bigipAgentRestart, 4 bigipCpuTempHigh
        5 bigipCpuFanSpeedLow, 6 bigipCpuFanSpeedBad, 7 bigipChassisTempHigh, 8 bigipChassisFanBad
        9 bigipChassisPowerSupplyBad, 10 bigipServiceDown, 11 bigipServiceUp, 12 bigipNodeDown
        13 bigipNodeUp, 14 bigipStandby, 15 bigipActive, 16 bigipActiveActive, 17 bigipFeatureFailed
        18 bigipFeatureOnline, 19 bigipLicenseFailed, 20 bigipLicenseExpired, 21 bigipTamdAlert
        22 bigipAggrReaperStateChange, 23 bigipARPConflict, 24 bigipNetLinkDown
        25 bigipDiskPartitionWarn, 26 bigipDiskPartitionGrowth, 27 bigipAuthFailed
        28 bigipConfigLoaded, 29 bigipLogEmerg, 30 bigipLogAlert, 31 bigipLogCrit, 32 bigipLogErr
        33 bigipLogWarning, 34 bigipPacketRejected, 35 bigipCompLimitExceeded
        36 bigipSslLimitExceeded, 37 bigipExternalLinkChange, 38 bigipAsmRequestBlocked
        39 bigipAsmRequestViolation, 40 bigipGtmPoolAvail, 41 bigipGtmPoolNotAvail
        42 bigipGtmPoolDisabled, 43 bigipGtmPoolEnabled, 44 bigipGtmLinkAvail
        45 bigipGtmLinkNotAvail, 46 bigipGtmLinkDisabled, 47 bigipGtmLinkEnabled
        48 bigipGtmWideIpAvail, 49 bigipGtmWideIpNotAvail, 50 bigipGtmWideIpDisabled
        51 bigipGtmWideIpEnabled, 52 bigipGtmPoolMbrAvail, 53 bigipGtmPoolMbrNotAvail
        54 bigipGtmPoolMbrDisabled, 55 bigipGtmPoolMbrEnabled, 56 bigipGtmServerAvail
        57 bigipGtmServerNotAvail, 58 bigipGtmServerDisabled, 59 bigipGtmServerEnabled
        60 bigipGtmVsAvail, 61 bigipGtmVsNotAvail, 62 bigipGtmVsDisabled, 63 bigipGtmVsEnabled
        64 bigipGtmDcAvail, 65 bigipGtmDcNotAvail, 66 bigipGtmDcDisabled, 67 bigipGtmDcEnabled
        68 bigipHardDiskFailure, 69 bigipGtmAppObjAvail, 70 bigipGtmAppObjNotAvail
        71 bigipGtmAppAvail, 72 bigipGtmAppNotAvail, 73 bigipGtmJoinedGroup
      1 bigipNotifyObjects
        1 bigipNotifyObjMsg, 2 bigipNotifyObjNode, 3 bigipNotifyObjPort
    5 bigipCompliance
      1 bigipCompliances, 2 bigipGroups
`,
};

/** Global traffic management (DNS): the statistics and states a monitor reads. */
export const f5Global: ModuleNotation = {
  module: "F5-BIGIP-GLOBAL-MIB",
  tree: `
type FalseTrue = false(0) true(1)
type AvailabilityGray = none(0) green(1) yellow(2) red(3) blue(4) gray(5)
type EnabledState = none(0) enabled(1) disabled(2) disabledbyparent(3)
1.3.6.1.4.1.3375.2.3 bigipGlobalTM
  1 gtmGlobals
    2 gtmGlobalStats
      1 gtmGlobalStat
        1 gtmStatResetStats, 2 gtmStatRequests, 3 gtmStatResolutions, 4 gtmStatPersisted
        5 gtmStatPreferred, 6 gtmStatAlternate, 7 gtmStatFallback, 8 gtmStatDropped
        9 gtmStatExplicitIp, 10 gtmStatReturnToDns, 11 gtmStatReconnects, 12 gtmStatBytesReceived
        13 gtmStatBytesSent, 14 gtmStatNumBacklogged, 15 gtmStatBytesDropped, 16 gtmStatLdnses
        17 gtmStatPaths
  3 gtmDataCenters
    1 gtmDataCenter
      1 gtmDcNumber
      2 gtmDcTable
        1 gtmDcEntry
          1 gtmDcName, 2 gtmDcLocation, 3 gtmDcContact, 4 gtmDcEnabled: FalseTrue
    2 gtmDataCenterStat
      1 gtmDcStatResetStats, 2 gtmDcStatNumber
      3 gtmDcStatTable
        1 gtmDcStatEntry
          1 gtmDcStatName, 2 gtmDcStatCpuUsage, 3 gtmDcStatMemAvail, 4 gtmDcStatBitsPerSecIn
          5 gtmDcStatBitsPerSecOut, 6 gtmDcStatPktsPerSecIn, 7 gtmDcStatPktsPerSecOut
          8 gtmDcStatConnections, 9 gtmDcStatConnRate
    3 gtmDataCenterStatus
      1 gtmDcStatusNumber
      2 gtmDcStatusTable
        1 gtmDcStatusEntry
          1 gtmDcStatusName, 2 gtmDcStatusAvailState: AvailabilityGray
          3 gtmDcStatusEnabledState: EnabledState, 4 gtmDcStatusParentType
          5 gtmDcStatusDetailReason
  5 gtmLinks
    4 gtmLinkStatus
      1 gtmLinkStatusNumber
      2 gtmLinkStatusTable
        1 gtmLinkStatusEntry
          1 gtmLinkStatusName, 2 gtmLinkStatusAvailState: AvailabilityGray
          3 gtmLinkStatusEnabledState: EnabledState, 4 gtmLinkStatusParentType
          5 gtmLinkStatusDetailReason
  6 gtmPools
    2 gtmPoolStat
      1 gtmPoolStatResetStats, 2 gtmPoolStatNumber
      3 gtmPoolStatTable
        1 gtmPoolStatEntry
          1 gtmPoolStatName, 2 gtmPoolStatPreferred, 3 gtmPoolStatAlternate, 4 gtmPoolStatFallback
          5 gtmPoolStatDropped, 6 gtmPoolStatExplicitIp, 7 gtmPoolStatReturnToDns
    3 gtmPoolStatus
      1 gtmPoolStatusNumber
      2 gtmPoolStatusTable
        1 gtmPoolStatusEntry
          1 gtmPoolStatusName, 2 gtmPoolStatusAvailState: AvailabilityGray
          3 gtmPoolStatusEnabledState: EnabledState, 4 gtmPoolStatusParentType
          5 gtmPoolStatusDetailReason
    6 gtmPoolMemberStat
      1 gtmPoolMbrStatResetStats, 2 gtmPoolMbrStatNumber
      3 gtmPoolMbrStatTable
        1 gtmPoolMbrStatEntry
          1 gtmPoolMbrStatPoolName, 2 gtmPoolMbrStatIpType: InetAddressType
          3 gtmPoolMbrStatIp: InetAddress(gtmPoolMbrStatIpType), 4 gtmPoolMbrStatPort
          5 gtmPoolMbrStatPreferred, 6 gtmPoolMbrStatAlternate, 7 gtmPoolMbrStatFallback
    7 gtmPoolMemberStatus
      1 gtmPoolMbrStatusNumber
      2 gtmPoolMbrStatusTable
        1 gtmPoolMbrStatusEntry
          1 gtmPoolMbrStatusPoolName, 2 gtmPoolMbrStatusIpType: InetAddressType
          3 gtmPoolMbrStatusIp: InetAddress(gtmPoolMbrStatusIpType), 4 gtmPoolMbrStatusPort
          5 gtmPoolMbrStatusAvailState: AvailabilityGray
          6 gtmPoolMbrStatusEnabledState: EnabledState, 7 gtmPoolMbrStatusParentType
          8 gtmPoolMbrStatusDetailReason
  9 gtmServers
    2 gtmServerStat
      1 gtmServerStatResetStats, 2 gtmServerStatNumber
      3 gtmServerStatTable
        1 gtmServerStatEntry
          1 gtmServerStatName, 2 gtmServerStatUnitId, 3 gtmServerStatVsPicks
          4 gtmServerStatCpuUsage, 5 gtmServerStatMemAvail, 6 gtmServerStatBitsPerSecIn
          7 gtmServerStatBitsPerSecOut, 8 gtmServerStatPktsPerSecIn, 9 gtmServerStatPktsPerSecOut
          10 gtmServerStatConnections, 11 gtmServerStatConnRate
    3 gtmServerStatus
      1 gtmServerStatusNumber
      2 gtmServerStatusTable
        1 gtmServerStatusEntry
          1 gtmServerStatusName, 2 gtmServerStatusAvailState: AvailabilityGray
          3 gtmServerStatusEnabledState: EnabledState, 4 gtmServerStatusParentType
          5 gtmServerStatusDetailReason
  11 gtmVirtualServers
    3 gtmVirtualServStat
      1 gtmVsStatResetStats, 2 gtmVsStatNumber
      3 gtmVsStatTable
        1 gtmVsStatEntry
          1 gtmVsStatIpType: InetAddressType, 2 gtmVsStatIp: InetAddress(gtmVsStatIpType)
          3 gtmVsStatPort, 4 gtmVsStatName, 5 gtmVsStatCpuUsage, 6 gtmVsStatMemAvail
          7 gtmVsStatBitsPerSecIn, 8 gtmVsStatBitsPerSecOut, 9 gtmVsStatPktsPerSecIn
          10 gtmVsStatPktsPerSecOut, 11 gtmVsStatConnections, 12 gtmVsStatConnRate
          13 gtmVsStatVsScore
    4 gtmVirtualServStatus
      1 gtmVsStatusNumber
      2 gtmVsStatusTable
        1 gtmVsStatusEntry
          1 gtmVsStatusIpType: InetAddressType, 2 gtmVsStatusIp: InetAddress(gtmVsStatusIpType)
          3 gtmVsStatusPort, 4 gtmVsStatusAvailState: AvailabilityGray
          5 gtmVsStatusEnabledState: EnabledState, 6 gtmVsStatusParentType
          7 gtmVsStatusDetailReason
  12 gtmWideips
    1 gtmWideip
      1 gtmWideipNumber
      2 gtmWideipTable
        1 gtmWideipEntry
          1 gtmWideipName
          2 gtmWideipPersist: disable(0) enable(1)
          3 gtmWideipTtlPersist
          4 gtmWideipEnabled: disable(0) enable(1)
          5 gtmWideipLbmodePool, 6 gtmWideipApplication, 7 gtmWideipLastResortPool
          8 gtmWideipIpv6Noerror: disable(0) enable(1)
    2 gtmWideipStat
      1 gtmWideipStatResetStats, 2 gtmWideipStatNumber
      3 gtmWideipStatTable
        1 gtmWideipStatEntry
          1 gtmWideipStatName, 2 gtmWideipStatRequests, 3 gtmWideipStatResolutions
          4 gtmWideipStatPersisted, 5 gtmWideipStatPreferred, 6 gtmWideipStatFallback
          7 gtmWideipStatDropped, 8 gtmWideipStatExplicitIp, 9 gtmWideipStatReturnToDns
    3 gtmWideipStatus
      1 gtmWideipStatusNumber
      2 gtmWideipStatusTable
        1 gtmWideipStatusEntry
          1 gtmWideipStatusName, 2 gtmWideipStatusAvailState: AvailabilityGray
          3 gtmWideipStatusEnabledState: EnabledState, 4 gtmWideipStatusParentType
          5 gtmWideipStatusDetailReason
    5 gtmWideipPool
      1 gtmWideipPoolNumber
      2 gtmWideipPoolTable
        1 gtmWideipPoolEntry
          1 gtmWideipPoolWipName, 2 gtmWideipPoolPoolName, 3 gtmWideipPoolOrder
          4 gtmWideipPoolRatio
`,
};
