import type { ModuleNotation } from "./notation.ts";

/** Global attributes and counters, interfaces, self IPs and trunks. */
export const f5SystemNetwork: ModuleNotation = {
  module: "F5-BIGIP-SYSTEM-MIB",
  tree: `
type FalseTrue = false(0) true(1)
type DisableEnable = disable(0) enable(1)
type Duplex = none(0) half(1) full(2)
type PauseMode = none(0) txrx(1) tx(2) rx(3)
1.3.6.1.4.1.3375.2.1 bigipSystem
  1 sysGlobals
    1 sysGlobalAttrs
      1 sysGlobalAttr
        1 sysAttrArpMaxEntries, 2 sysAttrArpAddReciprocal: DisableEnable, 3 sysAttrArpTimeout
        4 sysAttrArpRetries, 5 sysAttrBootQuiet: DisableEnable, 6 sysAttrConfigsyncState
        7 sysAttrConnAdaptiveReaperHiwat, 8 sysAttrConnAdaptiveReaperLowat
        9 sysAttrConnAutoLasthop: DisableEnable, 10 sysAttrFailoverActiveMode: DisableEnable
        11 sysAttrFailoverForceActive: DisableEnable, 12 sysAttrFailoverForceStandby: DisableEnable
        13 sysAttrFailoverIsRedundant: FalseTrue, 14 sysAttrFailoverMemoryRestartPercent
        15 sysAttrFailoverNetwork: DisableEnable, 16 sysAttrFailoverStandbyLinkDownTime
        17 sysAttrFailoverSslhardware: DisableEnable
        18 sysAttrFailoverSslhardwareAction: failover(0) reboot(1)
        19 sysAttrFailoverUnitMask, 20 sysAttrFailoverUnitId, 21 sysAttrModeMaint: DisableEnable
        22 sysAttrPacketFilter: disabled(0) enabled(1)
    2 sysGlobalStats
      1 sysGlobalStat
        1 sysStatResetStats, 2 sysStatClientPktsIn, 3 sysStatClientBytesIn, 4 sysStatClientPktsOut
        5 sysStatClientBytesOut, 6 sysStatClientMaxConns, 7 sysStatClientTotConns
        8 sysStatClientCurConns, 9 sysStatServerPktsIn, 10 sysStatServerBytesIn
        11 sysStatServerPktsOut, 12 sysStatServerBytesOut, 13 sysStatServerMaxConns
        14 sysStatServerTotConns, 15 sysStatServerCurConns, 16 sysStatPvaClientPktsIn
        17 sysStatPvaClientBytesIn, 18 sysStatPvaClientPktsOut, 19 sysStatPvaClientBytesOut
        20 sysStatPvaClientMaxConns, 21 sysStatPvaClientTotConns, 22 sysStatPvaClientCurConns
        23 sysStatPvaServerPktsIn, 24 sysStatPvaServerBytesIn, 25 sysStatPvaServerPktsOut
        26 sysStatPvaServerBytesOut, 27 sysStatPvaServerMaxConns, 28 sysStatPvaServerTotConns
        29 sysStatPvaServerCurConns, 30 sysStatTotPvaAssistConn, 31 sysStatCurrPvaAssistConn
        32 sysStatMaintenanceModeDeny, 33 sysStatMaxConnVirtualPathDeny
        34 sysStatVirtualServerNonSynDeny, 35 sysStatNoHandlerDeny, 36 sysStatLicenseDeny
        37 sysStatConnectionMemoryErrors, 38 sysStatCpuCount, 39 sysStatActiveCpuCount
        40 sysStatMultiProcessorMode: modeup(0) modesmp(1)
        41 sysStatTmTotalCycles, 42 sysStatTmIdleCycles, 43 sysStatTmSleepCycles
        44 sysStatMemoryTotal, 45 sysStatMemoryUsed, 46 sysStatDroppedPackets
        47 sysStatIncomingPacketErrors, 48 sysStatOutgoingPacketErrors, 49 sysStatAuthTotSessions
        50 sysStatAuthCurSessions, 51 sysStatAuthMaxSessions, 52 sysStatAuthSuccessResults
        53 sysStatAuthFailureResults, 54 sysStatAuthWantcredentialResults
        55 sysStatAuthErrorResults, 56 sysStatHttpRequests, 57 sysStatHardSyncookieGen
        58 sysStatHardSyncookieDet, 59 sysStatClientPktsIn5s, 60 sysStatClientBytesIn5s
        61 sysStatClientPktsOut5s, 62 sysStatClientBytesOut5s, 63 sysStatClientMaxConns5s
        64 sysStatClientTotConns5s, 65 sysStatClientCurConns5s, 66 sysStatServerPktsIn5s
        67 sysStatServerBytesIn5s, 68 sysStatServerPktsOut5s, 69 sysStatServerBytesOut5s
        70 sysStatServerMaxConns5s, 71 sysStatServerTotConns5s, 72 sysStatServerCurConns5s
        73 sysStatPvaClientPktsIn5s, 74 sysStatPvaClientBytesIn5s, 75 sysStatPvaClientPktsOut5s
        76 sysStatPvaClientBytesOut5s, 77 sysStatPvaClientMaxConns5s, 78 sysStatPvaClientTotConns5s
        79 sysStatPvaClientCurConns5s, 80 sysStatPvaServerPktsIn5s, 81 sysStatPvaServerBytesIn5s
        82 sysStatPvaServerPktsOut5s, 83 sysStatPvaServerBytesOut5s, 84 sysStatPvaServerMaxConns5s
        85 sysStatPvaServerTotConns5s, 86 sysStatPvaServerCurConns5s, 87 sysStatClientPktsIn1m
        88 sysStatClientBytesIn1m, 89 sysStatClientPktsOut1m, 90 sysStatClientBytesOut1m
        91 sysStatClientMaxConns1m, 92 sysStatClientTotConns1m, 93 sysStatClientCurConns1m
        94 sysStatServerPktsIn1m, 95 sysStatServerBytesIn1m, 96 sysStatServerPktsOut1m
        97 sysStatServerBytesOut1m, 98 sysStatServerMaxConns1m, 99 sysStatServerTotConns1m
        100 sysStatServerCurConns1m, 101 sysStatPvaClientPktsIn1m, 102 sysStatPvaClientBytesIn1m
        103 sysStatPvaClientPktsOut1m, 104 sysStatPvaClientBytesOut1m
        105 sysStatPvaClientMaxConns1m, 106 sysStatPvaClientTotConns1m
        107 sysStatPvaClientCurConns1m, 108 sysStatPvaServerPktsIn1m, 109 sysStatPvaServerBytesIn1m
        110 sysStatPvaServerPktsOut1m, 111 sysStatPvaServerBytesOut1m
        112 sysStatPvaServerMaxConns1m, 113 sysStatPvaServerTotConns1m
        114 sysStatPvaServerCurConns1m, 115 sysStatClientPktsIn5m, 116 sysStatClientBytesIn5m
        117 sysStatClientPktsOut5m, 118 sysStatClientBytesOut5m, 119 sysStatClientMaxConns5m
        120 sysStatClientTotConns5m, 121 sysStatClientCurConns5m, 122 sysStatServerPktsIn5m
        123 sysStatServerBytesIn5m, 124 sysStatServerPktsOut5m, 125 sysStatServerBytesOut5m
        126 sysStatServerMaxConns5m, 127 sysStatServerTotConns5m, 128 sysStatServerCurConns5m
        129 sysStatPvaClientPktsIn5m, 130 sysStatPvaClientBytesIn5m, 131 sysStatPvaClientPktsOut5m
        132 sysStatPvaClientBytesOut5m, 133 sysStatPvaClientMaxConns5m
        134 sysStatPvaClientTotConns5m, 135 sysStatPvaClientCurConns5m, 136 sysStatPvaServerPktsIn5m
        137 sysStatPvaServerBytesIn5m, 138 sysStatPvaServerPktsOut5m, 139 sysStatPvaServerBytesOut5m
        140 sysStatPvaServerMaxConns5m, 141 sysStatPvaServerTotConns5m
        142 sysStatPvaServerCurConns5m, 143 sysStatMemoryTotalKb, 144 sysStatMemoryUsedKb
      4 sysGlobalHttpStat
        1 sysHttpStatResetStats, 2 sysHttpStatCookiePersistInserts, 3 sysHttpStatResp2xxCnt
        4 sysHttpStatResp3xxCnt, 5 sysHttpStatResp4xxCnt, 6 sysHttpStatResp5xxCnt
        7 sysHttpStatNumberReqs, 8 sysHttpStatGetReqs, 9 sysHttpStatPostReqs, 10 sysHttpStatV9Reqs
        11 sysHttpStatV10Reqs, 12 sysHttpStatV11Reqs, 13 sysHttpStatV9Resp, 14 sysHttpStatV10Resp
        15 sysHttpStatV11Resp, 16 sysHttpStatMaxKeepaliveReq, 17 sysHttpStatRespBucket1k
        18 sysHttpStatRespBucket4k, 19 sysHttpStatRespBucket16k, 20 sysHttpStatRespBucket32k
        21 sysHttpStatPrecompressBytes, 22 sysHttpStatPostcompressBytes
        23 sysHttpStatNullCompressBytes, 24 sysHttpStatHtmlPrecompressBytes
        25 sysHttpStatHtmlPostcompressBytes, 26 sysHttpStatCssPrecompressBytes
        27 sysHttpStatCssPostcompressBytes, 28 sysHttpStatJsPrecompressBytes
      20 sysGlobalHost
        1 sysGlobalHostResetStats, 2 sysGlobalHostMemTotal, 3 sysGlobalHostMemUsed
        4 sysGlobalHostCpuCount, 5 sysGlobalHostActiveCpuCount, 6 sysGlobalHostCpuUser
        7 sysGlobalHostCpuNice, 8 sysGlobalHostCpuSystem, 9 sysGlobalHostCpuIdle
        10 sysGlobalHostCpuIrq, 11 sysGlobalHostCpuSoftirq, 12 sysGlobalHostCpuIowait
        13 sysGlobalHostCpuUsageRatio, 14 sysGlobalHostCpuUser5s, 15 sysGlobalHostCpuNice5s
        16 sysGlobalHostCpuSystem5s, 17 sysGlobalHostCpuIdle5s, 18 sysGlobalHostCpuIrq5s
        19 sysGlobalHostCpuSoftirq5s, 20 sysGlobalHostCpuIowait5s, 21 sysGlobalHostCpuUsageRatio5s
        22 sysGlobalHostCpuUser1m, 23 sysGlobalHostCpuNice1m, 24 sysGlobalHostCpuSystem1m
        25 sysGlobalHostCpuIdle1m, 26 sysGlobalHostCpuIrq1m, 27 sysGlobalHostCpuSoftirq1m
        28 sysGlobalHostCpuIowait1m, 29 sysGlobalHostCpuUsageRatio1m, 30 sysGlobalHostCpuUser5m
        31 sysGlobalHostCpuNice5m, 32 sysGlobalHostCpuSystem5m, 33 sysGlobalHostCpuIdle5m
        34 sysGlobalHostCpuIrq5m, 35 sysGlobalHostCpuSoftirq5m, 36 sysGlobalHostCpuIowait5m
        37 sysGlobalHostCpuUsageRatio5m, 38 sysGlobalHostCpuStolen, 39 sysGlobalHostCpuStolen5s
        40 sysGlobalHostCpuStolen1m, 41 sysGlobalHostCpuStolen5m, 42 sysGlobalHostMemTotalKb
        43 sysGlobalHostMemUsedKb, 44 sysGlobalHostOtherMemoryTotal, 45 sysGlobalHostOtherMemoryUsed
        46 sysGlobalHostSwapTotal, 47 sysGlobalHostSwapUsed, 48 sysGlobalHostOtherMemTotalKb
        49 sysGlobalHostOtherMemUsedKb, 50 sysGlobalHostSwapTotalKb, 51 sysGlobalHostSwapUsedKb
      21 sysGlobalTmmStat
        1 sysGlobalTmmStatResetStats, 2 sysGlobalTmmStatNpus, 3 sysGlobalTmmStatClientPktsIn
        4 sysGlobalTmmStatClientBytesIn, 5 sysGlobalTmmStatClientPktsOut
        6 sysGlobalTmmStatClientBytesOut, 7 sysGlobalTmmStatClientMaxConns
        8 sysGlobalTmmStatClientTotConns, 9 sysGlobalTmmStatClientCurConns
        10 sysGlobalTmmStatServerPktsIn, 11 sysGlobalTmmStatServerBytesIn
        12 sysGlobalTmmStatServerPktsOut, 13 sysGlobalTmmStatServerBytesOut
        14 sysGlobalTmmStatServerMaxConns, 15 sysGlobalTmmStatServerTotConns
        16 sysGlobalTmmStatServerCurConns, 17 sysGlobalTmmStatMaintenanceModeDeny
        18 sysGlobalTmmStatMaxConnVirtualAddrDeny, 19 sysGlobalTmmStatMaxConnVirtualPathDeny
        20 sysGlobalTmmStatVirtualServerNonSynDeny, 21 sysGlobalTmmStatNoHandlerDeny
        22 sysGlobalTmmStatLicenseDeny, 23 sysGlobalTmmStatCmpConnRedirected
        24 sysGlobalTmmStatConnectionMemoryErrors, 25 sysGlobalTmmStatTmTotalCycles
        26 sysGlobalTmmStatTmIdleCycles, 27 sysGlobalTmmStatTmSleepCycles
        28 sysGlobalTmmStatMemoryTotal, 29 sysGlobalTmmStatMemoryUsed
        30 sysGlobalTmmStatDroppedPackets, 31 sysGlobalTmmStatIncomingPacketErrors
        32 sysGlobalTmmStatOutgoingPacketErrors, 33 sysGlobalTmmStatHttpRequests
        34 sysGlobalTmmStatTmUsageRatio5s, 35 sysGlobalTmmStatTmUsageRatio1m
        36 sysGlobalTmmStatTmUsageRatio5m, 37 sysGlobalTmmStatMemoryTotalKb
        38 sysGlobalTmmStatMemoryUsedKb, 39 sysGlobalTmmStatSwSyncookies
        40 sysGlobalTmmStatSwSyncookieAccepts, 41 sysGlobalTmmStatSyncookieRejects
        42 sysGlobalTmmStatHwSyncookies, 43 sysGlobalTmmStatHwSyncookieAccepts
        44 sysGlobalTmmStatWlSyncookieHits, 45 sysGlobalTmmStatWlSyncookieAccepts
        46 sysGlobalTmmStatWlSyncookieRejects, 47 sysGlobalTmmStatConnectionFlowMiss
  2 sysNetwork
    4 sysInterfaces
      1 sysInterface
        1 sysInterfaceNumber
        2 sysInterfaceTable
          1 sysInterfaceEntry
            1 sysInterfaceName, 2 sysInterfaceMediaMaxSpeed, 3 sysInterfaceMediaMaxDuplex: Duplex
            4 sysInterfaceMediaActiveSpeed, 5 sysInterfaceMediaActiveDuplex: Duplex
            6 sysInterfaceMacAddr: MacAddress, 7 sysInterfaceMtu, 8 sysInterfaceEnabled: FalseTrue
            9 sysInterfaceLearnMode: learnforward(0) nolearnforward(1) nolearndrop(2)
            10 sysInterfaceFlowCtrlReq: PauseMode
            11 sysInterfaceStpLink: linkp2p(0) linkshared(1) linkauto(2)
            12 sysInterfaceStpEdge: FalseTrue, 13 sysInterfaceStpEdgeActive: FalseTrue
            14 sysInterfaceStpAuto: FalseTrue, 15 sysInterfaceStpEnable: FalseTrue
            16 sysInterfaceStpReset: FalseTrue
            17 sysInterfaceStatus: up(0) down(1) uninitialized(3) unpopulated(5)
            18 sysInterfaceComboPort: FalseTrue, 19 sysInterfacePreferSfp: FalseTrue
            20 sysInterfaceSfpMedia: FalseTrue
            21 sysInterfacePhyMaster: slave(0) master(1) auto(2) none(3)
      3 sysInterfaceId
        1 sysIfNumber
        2 sysIfTable
          1 sysIfEntry
            1 sysIfIndex, 2 sysIfName
      4 sysInterfaceStat
        1 sysInterfaceStatResetStats, 2 sysInterfaceStatNumber
        3 sysInterfaceStatTable
          1 sysInterfaceStatEntry
            1 sysInterfaceStatName, 2 sysInterfaceStatPktsIn, 3 sysInterfaceStatBytesIn
            4 sysInterfaceStatPktsOut, 5 sysInterfaceStatBytesOut, 6 sysInterfaceStatMcastIn
            7 sysInterfaceStatMcastOut, 8 sysInterfaceStatErrorsIn, 9 sysInterfaceStatErrorsOut
            10 sysInterfaceStatDropsIn, 11 sysInterfaceStatDropsOut, 12 sysInterfaceStatCollisions
            13 sysInterfaceStatQqIn, 14 sysInterfaceStatQqOut
            15 sysInterfaceStatPauseActive: PauseMode
      5 sysIfxStat
        1 sysIfxStatResetStats, 2 sysIfxStatNumber
        3 sysIfxStatTable
          1 sysIfxStatEntry
            1 sysIfxStatName, 2 sysIfxStatInMulticastPkts, 3 sysIfxStatInBroadcastPkts
            4 sysIfxStatOutMulticastPkts, 5 sysIfxStatOutBroadcastPkts, 6 sysIfxStatHcInOctets
            7 sysIfxStatHcInUcastPkts, 8 sysIfxStatHcInMulticastPkts, 9 sysIfxStatHcInBroadcastPkts
            10 sysIfxStatHcOutOctets, 11 sysIfxStatHcOutUcastPkts, 12 sysIfxStatHcOutMulticastPkts
            13 sysIfxStatHcOutBroadcastPkts, 14 sysIfxStatHighSpeed, 15 sysIfxStatConnectorPresent
            16 sysIfxStatCounterDiscontinuityTime, 17 sysIfxStatAlias
    8 sysSelfIps
      1 sysSelfIp
        1 sysSelfIpNumber
        2 sysSelfIpTable
          1 sysSelfIpEntry
            1 sysSelfIpAddrType: InetAddressType, 2 sysSelfIpAddr: InetAddress(sysSelfIpAddrType)
            3 sysSelfIpNetmaskType: InetAddressType
            4 sysSelfIpNetmask: InetAddress(sysSelfIpNetmaskType), 5 sysSelfIpUnitId
            6 sysSelfIpIsFloating: FalseTrue, 7 sysSelfIpVlanName, 8 sysSelfIpName
    12 sysTrunks
      1 sysTrunk
        1 sysTrunkNumber
        2 sysTrunkTable
          1 sysTrunkEntry
            1 sysTrunkName
            2 sysTrunkStatus: up(0) down(1) disable(2) uninitialized(3) loopback(4) unpopulated(5)
            3 sysTrunkAggAddr: MacAddress, 4 sysTrunkCfgMbrCount, 5 sysTrunkOperBw
            6 sysTrunkStpEnable: FalseTrue, 7 sysTrunkStpReset: FalseTrue
            8 sysTrunkLacpEnabled: FalseTrue, 9 sysTrunkActiveLacp: FalseTrue
            10 sysTrunkShortTimeout: FalseTrue
      2 sysTrunkStat
        1 sysTrunkStatResetStats, 2 sysTrunkStatNumber
        3 sysTrunkStatTable
          1 sysTrunkStatEntry
            1 sysTrunkStatName, 2 sysTrunkStatPktsIn, 3 sysTrunkStatBytesIn, 4 sysTrunkStatPktsOut
            5 sysTrunkStatBytesOut, 6 sysTrunkStatMcastIn, 7 sysTrunkStatMcastOut
            8 sysTrunkStatErrorsIn, 9 sysTrunkStatErrorsOut, 10 sysTrunkStatDropsIn
            11 sysTrunkStatDropsOut, 12 sysTrunkStatCollisions
`,
};

/** Chassis, host, disks, TMM and the state of the device group. */
export const f5SystemPlatform: ModuleNotation = {
  module: "F5-BIGIP-SYSTEM-MIB",
  tree: `
type FalseTrue = false(0) true(1)
type GoodBad = bad(0) good(1) notpresent(2)
type FailoverStatus = unknown(0) offline(1) forcedOffline(2) standby(3) active(4)
type StatusColor = green(0) yellow(1) red(2) blue(3) gray(4) black(5)
1.3.6.1.4.1.3375.2.1.3 sysPlatform
  1 sysCpu
    1 sysCpuNumber
    2 sysCpuTable
      1 sysCpuEntry
        1 sysCpuIndex, 2 sysCpuTemperature, 3 sysCpuFanSpeed, 4 sysCpuName, 5 sysCpuSlot
  2 sysChassis
    1 sysChassisFan
      1 sysChassisFanNumber
      2 sysChassisFanTable
        1 sysChassisFanEntry
          1 sysChassisFanIndex, 2 sysChassisFanStatus: GoodBad, 3 sysChassisFanSpeed
    2 sysChassisPowerSupply
      1 sysChassisPowerSupplyNumber
      2 sysChassisPowerSupplyTable
        1 sysChassisPowerSupplyEntry
          1 sysChassisPowerSupplyIndex, 2 sysChassisPowerSupplyStatus: GoodBad
    3 sysChassisTemp
      1 sysChassisTempNumber
      2 sysChassisTempTable
        1 sysChassisTempEntry
          1 sysChassisTempIndex, 2 sysChassisTempTemperature
  3 sysGeneral
    1 sysGeneralHwName, 2 sysGeneralHwNumber, 3 sysGeneralChassisSerialNum
  5 sysPlatformInfo
    1 sysPlatformInfoName, 2 sysPlatformInfoMarketingName
  6 sysCpuSensor
    1 sysCpuSensorNumber
    2 sysCpuSensorTable
      1 sysCpuSensorEntry
        1 sysCpuSensorIndex, 2 sysCpuSensorTemperature, 3 sysCpuSensorFanSpeed, 4 sysCpuSensorName
        5 sysCpuSensorSlot
1.3.6.1.4.1.3375.2.1.4 sysProduct
  1 sysProductName, 2 sysProductVersion, 3 sysProductBuild, 4 sysProductEdition, 5 sysProductDate
1.3.6.1.4.1.3375.2.1.5 sysSubMemory
  1 sysSubMemoryResetStats, 2 sysSubMemoryNumber
  3 sysSubMemoryTable
    1 sysSubMemoryEntry
      1 sysSubMemoryName, 2 sysSubMemoryAllocated, 3 sysSubMemoryMaxAllocated, 4 sysSubMemorySize
1.3.6.1.4.1.3375.2.1.6 sysSystem
  1 sysSystemName, 2 sysSystemNodeName, 3 sysSystemRelease, 4 sysSystemVersion, 5 sysSystemMachine
  6 sysSystemUptime, 7 sysSystemUptimeInSec
1.3.6.1.4.1.3375.2.1.7 sysHostInfoStat
  1 sysHostMemory
    1 sysHostMemoryTotal, 2 sysHostMemoryUsed, 3 sysHostMemoryTotalKb, 4 sysHostMemoryUsedKb
  2 sysHostCpu
    1 sysHostCpuNumber
    2 sysHostCpuTable
      1 sysHostCpuEntry
        1 sysHostCpuIndex, 2 sysHostCpuId, 3 sysHostCpuUser, 4 sysHostCpuNice, 5 sysHostCpuSystem
        6 sysHostCpuIdle, 7 sysHostCpuIrq, 8 sysHostCpuSoftirq, 9 sysHostCpuIowait
  3 sysHostDisk
    1 sysHostDiskNumber
    2 sysHostDiskTable
      1 sysHostDiskEntry
        1 sysHostDiskPartition, 2 sysHostDiskBlockSize, 3 sysHostDiskTotalBlocks
        4 sysHostDiskFreeBlocks, 5 sysHostDiskTotalNodes, 6 sysHostDiskFreeNodes
  4 sysMultiHost
    1 sysMultiHostNumber
    2 sysMultiHostTable
      1 sysMultiHostEntry
        1 sysMultiHostHostId, 2 sysMultiHostTotal, 3 sysMultiHostUsed
        4 sysMultiHostMode: modeup(0) modesmp(1)
        5 sysMultiHostCpuCount, 6 sysMultiHostActiveCpuCount, 7 sysMultiHostOtherMemoryTotal
        8 sysMultiHostOtherMemoryUsed
  5 sysMultiHostCpu
    1 sysMultiHostCpuNumber
    2 sysMultiHostCpuTable
      1 sysMultiHostCpuEntry
        1 sysMultiHostCpuHostId, 2 sysMultiHostCpuIndex, 3 sysMultiHostCpuId, 4 sysMultiHostCpuUser
        5 sysMultiHostCpuNice, 6 sysMultiHostCpuSystem, 7 sysMultiHostCpuIdle, 8 sysMultiHostCpuIrq
        9 sysMultiHostCpuSoftirq, 10 sysMultiHostCpuIowait, 11 sysMultiHostCpuUsageRatio
        12 sysMultiHostCpuUser5s, 13 sysMultiHostCpuNice5s, 14 sysMultiHostCpuSystem5s
        15 sysMultiHostCpuIdle5s, 16 sysMultiHostCpuIrq5s, 17 sysMultiHostCpuSoftirq5s
        18 sysMultiHostCpuIowait5s, 19 sysMultiHostCpuUsageRatio5s, 20 sysMultiHostCpuUser1m
        21 sysMultiHostCpuNice1m, 22 sysMultiHostCpuSystem1m, 23 sysMultiHostCpuIdle1m
        24 sysMultiHostCpuIrq1m, 25 sysMultiHostCpuSoftirq1m, 26 sysMultiHostCpuIowait1m
        27 sysMultiHostCpuUsageRatio1m, 28 sysMultiHostCpuUser5m, 29 sysMultiHostCpuNice5m
        30 sysMultiHostCpuSystem5m, 31 sysMultiHostCpuIdle5m, 32 sysMultiHostCpuIrq5m
        33 sysMultiHostCpuSoftirq5m, 34 sysMultiHostCpuIowait5m, 35 sysMultiHostCpuUsageRatio5m
        36 sysMultiHostCpuStolen, 37 sysMultiHostCpuStolen5s, 38 sysMultiHostCpuStolen1m
        39 sysMultiHostCpuStolen5m, 40 sysMultiHostCpuSlotId
  6 sysLogicalDisk
    1 sysLogicalDiskNumber
    2 sysLogicalDiskTable
      1 sysLogicalDiskEntry
        1 sysLogicalDiskSlotId, 2 sysLogicalDiskName, 3 sysLogicalDiskDevname, 4 sysLogicalDiskMedia
        5 sysLogicalDiskSize, 6 sysLogicalDiskFormat
  7 sysPhysicalDisk
    1 sysPhysicalDiskNumber
    2 sysPhysicalDiskTable
      1 sysPhysicalDiskEntry
        1 sysPhysicalDiskSerialNumber, 2 sysPhysicalDiskSlotId, 3 sysPhysicalDiskName
        4 sysPhysicalDiskIsArrayMember: FalseTrue
        5 sysPhysicalDiskArrayStatus: undefined(0) ok(1) replicating(2) missing(3) failed(4)
1.3.6.1.4.1.3375.2.1.8.2 sysTmmStat
  1 sysTmmStatResetStats, 2 sysTmmStatNumber
  3 sysTmmStatTable
    1 sysTmmStatEntry
      1 sysTmmStatTmmId, 2 sysTmmStatTmmPid, 3 sysTmmStatCpu, 4 sysTmmStatTmid, 5 sysTmmStatNpus
      6 sysTmmStatClientPktsIn, 7 sysTmmStatClientBytesIn, 8 sysTmmStatClientPktsOut
      9 sysTmmStatClientBytesOut, 10 sysTmmStatClientMaxConns, 11 sysTmmStatClientTotConns
      12 sysTmmStatClientCurConns, 13 sysTmmStatServerPktsIn, 14 sysTmmStatServerBytesIn
      15 sysTmmStatServerPktsOut, 16 sysTmmStatServerBytesOut, 17 sysTmmStatServerMaxConns
      18 sysTmmStatServerTotConns, 19 sysTmmStatServerCurConns, 20 sysTmmStatMaintenanceModeDeny
      21 sysTmmStatMaxConnVirtualAddrDeny, 22 sysTmmStatMaxConnVirtualPathDeny
      23 sysTmmStatVirtualServerNonSynDeny, 24 sysTmmStatNoHandlerDeny, 25 sysTmmStatLicenseDeny
      26 sysTmmStatCmpConnRedirected, 27 sysTmmStatConnectionMemoryErrors
      28 sysTmmStatTmTotalCycles, 29 sysTmmStatTmIdleCycles, 30 sysTmmStatTmSleepCycles
      31 sysTmmStatMemoryTotal, 32 sysTmmStatMemoryUsed, 33 sysTmmStatDroppedPackets
      34 sysTmmStatIncomingPacketErrors, 35 sysTmmStatOutgoingPacketErrors
      36 sysTmmStatHttpRequests, 37 sysTmmStatTmUsageRatio5s, 38 sysTmmStatTmUsageRatio1m
      39 sysTmmStatTmUsageRatio5m
1.3.6.1.4.1.3375.2.1.14 sysCM
  1 sysCmSyncStatus
    1 sysCmSyncStatusId: unknown(0) syncing(1) needManualSync(2) inSync(3) syncFailed(4)
        syncDisconnected(5) standalone(6) awaitingInitialSync(7) incompatibleVersion(8)
        partialSync(9)
    2 sysCmSyncStatusStatus, 3 sysCmSyncStatusColor: StatusColor, 4 sysCmSyncStatusSummary
  2 sysCmSyncStatusDetails
    1 sysCmSyncStatusDetailsNumber
    2 sysCmSyncStatusDetailsTable
      1 sysCmSyncStatusDetailsEntry
        1 sysCmSyncStatusDetailsIndex, 2 sysCmSyncStatusDetailsDetails
  3 sysCmFailoverStatus
    1 sysCmFailoverStatusId: FailoverStatus, 2 sysCmFailoverStatusStatus
    3 sysCmFailoverStatusColor: StatusColor, 4 sysCmFailoverStatusSummary
  4 sysCmFailoverStatusDetails
    1 sysCmFailoverStatusDetailsNumber
    2 sysCmFailoverStatusDetailsTable
      1 sysCmFailoverStatusDetailsEntry
        1 sysCmFailoverStatusDetailsIndex, 2 sysCmFailoverStatusDetailsDetails
  5 sysCmTrafficGroupStatus
    1 sysCmTrafficGroupStatusNumber
    2 sysCmTrafficGroupStatusTable
      1 sysCmTrafficGroupStatusEntry
        1 sysCmTrafficGroupStatusTrafficGroup, 2 sysCmTrafficGroupStatusDeviceName
        3 sysCmTrafficGroupStatusFailoverStatus: FailoverStatus
`,
};
