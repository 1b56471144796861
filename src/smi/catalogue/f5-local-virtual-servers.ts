import type { ModuleNotation } from "./notation.ts";

/** Rules, SNATs, virtual servers and virtual addresses of local traffic management. */
export const f5LocalVirtualServers: ModuleNotation = {
  module: "F5-BIGIP-LOCAL-MIB",
  tree: `
type FalseTrue = false(0) true(1)
type DisabledEnabled = disabled(0) enabled(1)
type Availability = none(0) green(1) yellow(2) red(3) blue(4)
type AvailabilityGray = none(0) green(1) yellow(2) red(3) blue(4) gray(5)
type EnabledState = none(0) enabled(1) disabled(2) disabledbyparent(3)
type SnatType = none(0) transaddr(1) snatpool(2) automap(3)
1.3.6.1.4.1.3375.2.2.8 ltmRules
  1 ltmRule
    1 ltmRuleNumber
    2 ltmRuleTable
      1 ltmRuleEntry
        1 ltmRuleName, 2 ltmRuleDefinition
        3 ltmRuleConfigSource: usercfg(0) basecfg(1)
  2 ltmRuleEvent
    1 ltmRuleEventNumber
    2 ltmRuleEventTable
      1 ltmRuleEventEntry
        1 ltmRuleEventName, 2 ltmRuleEventEventType, 3 ltmRuleEventPriority, 4 ltmRuleEventScript
  3 ltmRuleEventStat
    1 ltmRuleEventStatResetStats, 2 ltmRuleEventStatNumber
    3 ltmRuleEventStatTable
      1 ltmRuleEventStatEntry
        1 ltmRuleEventStatName, 2 ltmRuleEventStatEventType, 3 ltmRuleEventStatPriority
        4 ltmRuleEventStatFailures, 5 ltmRuleEventStatAborts, 6 ltmRuleEventStatTotalExecutions
        7 ltmRuleEventStatAvgCycles, 8 ltmRuleEventStatMaxCycles, 9 ltmRuleEventStatMinCycles
1.3.6.1.4.1.3375.2.2.9 ltmSNATs
  1 ltmSnat
    1 ltmSnatNumber
    2 ltmSnatTable
      1 ltmSnatEntry
        1 ltmSnatName, 2 ltmSnatSfFlags: DisabledEnabled, 3 ltmSnatType: SnatType
        4 ltmSnatTransAddrType: InetAddressType
        5 ltmSnatTransAddr: InetAddress(ltmSnatTransAddrType), 6 ltmSnatSnatpoolName
        7 ltmSnatListedEnabledVlans: FalseTrue, 8 ltmSnatTransAddrName
  2 ltmSnatStat
    1 ltmSnatStatResetStats, 2 ltmSnatStatNumber
    3 ltmSnatStatTable
      1 ltmSnatStatEntry
        1 ltmSnatStatName, 2 ltmSnatStatClientPktsIn, 3 ltmSnatStatClientBytesIn
        4 ltmSnatStatClientPktsOut, 5 ltmSnatStatClientBytesOut, 6 ltmSnatStatClientMaxConns
        7 ltmSnatStatClientTotConns, 8 ltmSnatStatClientCurConns
  5 ltmTransAddr
    1 ltmTransAddrNumber
    2 ltmTransAddrTable
      1 ltmTransAddrEntry
        1 ltmTransAddrAddrType: InetAddressType
        2 ltmTransAddrAddr: InetAddress(ltmTransAddrAddrType), 3 ltmTransAddrEnabled: FalseTrue
        4 ltmTransAddrConnLimit, 5 ltmTransAddrTcpIdleTimeout, 6 ltmTransAddrUdpIdleTimeout
        7 ltmTransAddrIpIdleTimeout, 8 ltmTransAddrArpEnabled: FalseTrue, 9 ltmTransAddrUnitId
        10 ltmTransAddrName
  6 ltmTransAddrStat
    1 ltmTransAddrStatResetStats, 2 ltmTransAddrStatNumber
    3 ltmTransAddrStatTable
      1 ltmTransAddrStatEntry
        1 ltmTransAddrStatAddrType: InetAddressType
        2 ltmTransAddrStatAddr: InetAddress(ltmTransAddrStatAddrType)
        3 ltmTransAddrStatServerPktsIn, 4 ltmTransAddrStatServerBytesIn
        5 ltmTransAddrStatServerPktsOut, 6 ltmTransAddrStatServerBytesOut
        7 ltmTransAddrStatServerMaxConns, 8 ltmTransAddrStatServerTotConns
        9 ltmTransAddrStatServerCurConns, 10 ltmTransAddrStatName
  7 ltmSnatPool
    1 ltmSnatPoolNumber
    2 ltmSnatPoolTable
      1 ltmSnatPoolEntry
        1 ltmSnatPoolName
  8 ltmSnatPoolStat
    1 ltmSnatPoolStatResetStats, 2 ltmSnatPoolStatNumber
    3 ltmSnatPoolStatTable
      1 ltmSnatPoolStatEntry
        1 ltmSnatPoolStatName, 2 ltmSnatPoolStatServerPktsIn, 3 ltmSnatPoolStatServerBytesIn
        4 ltmSnatPoolStatServerPktsOut, 5 ltmSnatPoolStatServerBytesOut
        6 ltmSnatPoolStatServerMaxConns, 7 ltmSnatPoolStatServerTotConns
        8 ltmSnatPoolStatServerCurConns
1.3.6.1.4.1.3375.2.2.10 ltmVirtualServers
  1 ltmVirtualServ
    1 ltmVirtualServNumber
    2 ltmVirtualServTable
      1 ltmVirtualServEntry
        1 ltmVirtualServName, 2 ltmVirtualServAddrType: InetAddressType
        3 ltmVirtualServAddr: InetAddress(ltmVirtualServAddrType)
        4 ltmVirtualServWildmaskType: InetAddressType
        5 ltmVirtualServWildmask: InetAddress(ltmVirtualServWildmaskType), 6 ltmVirtualServPort
        7 ltmVirtualServIpProto, 8 ltmVirtualServListedEnabledVlans: FalseTrue
        9 ltmVirtualServEnabled: FalseTrue, 10 ltmVirtualServConnLimit, 11 ltmVirtualServRclass
        12 ltmVirtualServSfFlags: DisabledEnabled, 13 ltmVirtualServTranslateAddr: FalseTrue
        14 ltmVirtualServTranslatePort: FalseTrue
        15 ltmVirtualServType: poolbased(0) ipforward(1) l2forward(2) reject(3) fastl4(4)
            fasthttp(5) stateless(6) dhcp-relay(7) internal(8)
        16 ltmVirtualServSnatType: SnatType, 17 ltmVirtualServLasthopPoolName
        18 ltmVirtualServSnatpoolName, 19 ltmVirtualServDefaultPool
        20 ltmVirtualServFallbackPersist
        21 ltmVirtualServActualPvaAccel: full(0) partial(1) none(2)
        22 ltmVirtualServAvailabilityState: Availability
        23 ltmVirtualServEnabledState: EnabledState, 24 ltmVirtualServDisabledParentType
        25 ltmVirtualServStatusReason, 26 ltmVirtualServGtmScore
        27 ltmVirtualServCmpEnabled: FalseTrue
        28 ltmVirtualServSrcport: srcportreserve(0) srcportreservestrict(1) srcportchange(2)
        29 ltmVirtualServVaName
        30 ltmVirtualServSourceAddressTranslationType: none(0) snat(1) lsn(2) automap(3)
        31 ltmVirtualServSourceAddressTranslationPool
  2 ltmVirtualServStat
    1 ltmVirtualServStatResetStats, 2 ltmVirtualServStatNumber
    3 ltmVirtualServStatTable
      1 ltmVirtualServStatEntry
        1 ltmVirtualServStatName, 2 ltmVirtualServStatCsMinConnDur, 3 ltmVirtualServStatCsMaxConnDur
        4 ltmVirtualServStatCsMeanConnDur, 5 ltmVirtualServStatNoNodesErrors
        6 ltmVirtualServStatClientPktsIn, 7 ltmVirtualServStatClientBytesIn
        8 ltmVirtualServStatClientPktsOut, 9 ltmVirtualServStatClientBytesOut
        10 ltmVirtualServStatClientMaxConns, 11 ltmVirtualServStatClientTotConns
        12 ltmVirtualServStatClientCurConns, 13 ltmVirtualServStatEphemeralPktsIn
        14 ltmVirtualServStatEphemeralBytesIn, 15 ltmVirtualServStatEphemeralPktsOut
        16 ltmVirtualServStatEphemeralBytesOut, 17 ltmVirtualServStatEphemeralMaxConns
        18 ltmVirtualServStatEphemeralTotConns, 19 ltmVirtualServStatEphemeralCurConns
        20 ltmVirtualServStatPvaPktsIn, 21 ltmVirtualServStatPvaBytesIn
        22 ltmVirtualServStatPvaPktsOut, 23 ltmVirtualServStatPvaBytesOut
        24 ltmVirtualServStatPvaMaxConns, 25 ltmVirtualServStatPvaTotConns
        26 ltmVirtualServStatPvaCurConns, 27 ltmVirtualServStatTotRequests
        28 ltmVirtualServStatTotPvaAssistConn, 29 ltmVirtualServStatCurrPvaAssistConn
        30 ltmVirtualServStatCycleCount, 31 ltmVirtualServStatVsUsageRatio5s
        32 ltmVirtualServStatVsUsageRatio1m, 33 ltmVirtualServStatVsUsageRatio5m
        34 ltmVirtualServStatCurrentConnsPerSec, 35 ltmVirtualServStatDurationRateExceeded
        36 ltmVirtualServStatSwSyncookies, 37 ltmVirtualServStatSwSyncookieAccepts
        38 ltmVirtualServStatHwSyncookies, 39 ltmVirtualServStatHwSyncookieAccepts
        40 ltmVirtualServStatClientEvictedConns, 41 ltmVirtualServStatClientSlowKilled
        42 ltmVirtualServStatWlSyncookieHits, 43 ltmVirtualServStatWlSyncookieAccepts
        44 ltmVirtualServStatWlSyncookieRejects
  5 ltmVirtualServProfile
    1 ltmVirtualServProfileNumber
    2 ltmVirtualServProfileTable
      1 ltmVirtualServProfileEntry
        1 ltmVirtualServProfileVsName, 2 ltmVirtualServProfileProfileName
        3 ltmVirtualServProfileType: auth(0) http(1) serverssl(2) clientssl(3) fastl4(4) tcp(5)
            udp(6) ftp(7) persist(8) connpool(9) stream(10) xml(11) fasthttp(12) iiop(13) rtsp(14)
            user(15) httpclass(16) dns(17) sctp(18) instance(19) sipp(20) dos(21) pptp(62)
        4 ltmVirtualServProfileContext: all(0) client(1) server(2)
  6 ltmVirtualServPool
    1 ltmVirtualServPoolNumber
    2 ltmVirtualServPoolTable
      1 ltmVirtualServPoolEntry
        1 ltmVirtualServPoolVirtualServerName, 2 ltmVirtualServPoolPoolName
        3 ltmVirtualServPoolRuleName
  8 ltmVirtualServRule
    1 ltmVirtualServRuleNumber
    2 ltmVirtualServRuleTable
      1 ltmVirtualServRuleEntry
        1 ltmVirtualServRuleVirtualServerName, 2 ltmVirtualServRuleRuleName
        3 ltmVirtualServRulePriority
  10 ltmVirtualAddr
    1 ltmVirtualAddrNumber
    2 ltmVirtualAddrTable
      1 ltmVirtualAddrEntry
        1 ltmVirtualAddrAddrType: InetAddressType
        2 ltmVirtualAddrAddr: InetAddress(ltmVirtualAddrAddrType)
        3 ltmVirtualAddrEnabled: FalseTrue, 4 ltmVirtualAddrConnLimit
        5 ltmVirtualAddrArpEnabled: FalseTrue, 6 ltmVirtualAddrSfFlags: DisabledEnabled
        7 ltmVirtualAddrUnitId, 8 ltmVirtualAddrRouteAdvertisement: FalseTrue
        9 ltmVirtualAddrAvailabilityState: Availability, 10 ltmVirtualAddrEnabledState: EnabledState
        11 ltmVirtualAddrDisabledParentType, 12 ltmVirtualAddrStatusReason
        13 ltmVirtualAddrServer: none(0) any(1) all(2)
        14 ltmVirtualAddrIsFloat: FalseTrue, 15 ltmVirtualAddrName
  11 ltmVirtualAddrStat
    1 ltmVirtualAddrStatResetStats, 2 ltmVirtualAddrStatNumber
    3 ltmVirtualAddrStatTable
      1 ltmVirtualAddrStatEntry
        1 ltmVirtualAddrStatAddrType: InetAddressType
        2 ltmVirtualAddrStatAddr: InetAddress(ltmVirtualAddrStatAddrType)
        3 ltmVirtualAddrStatClientPktsIn, 4 ltmVirtualAddrStatClientBytesIn
        5 ltmVirtualAddrStatClientPktsOut, 6 ltmVirtualAddrStatClientBytesOut
        7 ltmVirtualAddrStatClientMaxConns, 8 ltmVirtualAddrStatClientTotConns
        9 ltmVirtualAddrStatClientCurConns, 10 ltmVirtualAddrStatPvaPktsIn
        11 ltmVirtualAddrStatPvaBytesIn, 12 ltmVirtualAddrStatPvaPktsOut
        13 ltmVirtualAddrStatPvaBytesOut, 14 ltmVirtualAddrStatPvaMaxConns
        15 ltmVirtualAddrStatPvaTotConns, 16 ltmVirtualAddrStatPvaCurConns
        17 ltmVirtualAddrStatTotPvaAssistConn, 18 ltmVirtualAddrStatCurrPvaAssistConn
        19 ltmVirtualAddrStatName
  13 ltmVirtualServStatus
    1 ltmVsStatusNumber
    2 ltmVsStatusTable
      1 ltmVsStatusEntry
        1 ltmVsStatusName, 2 ltmVsStatusAvailState: AvailabilityGray
        3 ltmVsStatusEnabledState: EnabledState, 4 ltmVsStatusParentType, 5 ltmVsStatusDetailReason
  14 ltmVirtualAddrStatus
    1 ltmVAddrStatusNumber
    2 ltmVAddrStatusTable
      1 ltmVAddrStatusEntry
        1 ltmVAddrStatusAddrType: InetAddressType
        2 ltmVAddrStatusAddr: InetAddress(ltmVAddrStatusAddrType)
        3 ltmVAddrStatusAvailState: AvailabilityGray, 4 ltmVAddrStatusEnabledState: EnabledState
        5 ltmVAddrStatusParentType, 6 ltmVAddrStatusDetailReason, 7 ltmVAddrStatusName
`,
};
