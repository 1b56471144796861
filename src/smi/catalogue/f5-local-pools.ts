import type { ModuleNotation } from "./notation.ts";

/** Nodes, pools and profiles of local traffic management. */
export const f5LocalPools: ModuleNotation = {
  module: "F5-BIGIP-LOCAL-MIB",
  tree: `
type FalseTrue = false(0) true(1)
type Availability = none(0) green(1) yellow(2) red(3) blue(4)
type AvailabilityGray = none(0) green(1) yellow(2) red(3) blue(4) gray(5)
type EnabledState = none(0) enabled(1) disabled(2) disabledbyparent(3)
type MonitorState = unchecked(0) checking(1) inband(2) forced-up(3) up(4) down(19) forced-down(20)
    irule-down(22) inband-down(23) down-manual-resume(24) disabled(25)
type MonitorStatus = unchecked(0) checking(1) inband(2) forced-up(3) up(4) addr-down(18) down(19)
    forced-down(20) maint(21) irule-down(22) inband-down(23) down-manual-resume(24)
type NewSession = user-disabled(1) user-enabled(2) monitor-enabled(3) monitor-disabled(4)
type SessionStatus = enabled(1) addrdisabled(2) servdisabled(3) disabled(4) forceddisabled(5)
1.3.6.1.4.1.3375.2.2 bigipLocalTM
  4 ltmNodes
    1 ltmNodeAddr
      1 ltmNodeAddrNumber
      2 ltmNodeAddrTable
        1 ltmNodeAddrEntry
          1 ltmNodeAddrAddrType: InetAddressType
          2 ltmNodeAddrAddr: InetAddress(ltmNodeAddrAddrType), 3 ltmNodeAddrConnLimit
          4 ltmNodeAddrRatio, 5 ltmNodeAddrDynamicRatio, 6 ltmNodeAddrMonitorState: MonitorState
          7 ltmNodeAddrMonitorStatus: MonitorStatus, 8 ltmNodeAddrMonitorRule
          9 ltmNodeAddrNewSessionEnable: NewSession, 10 ltmNodeAddrSessionStatus: SessionStatus
          11 ltmNodeAddrPoolMemberRefCount, 12 ltmNodeAddrScreenName
          13 ltmNodeAddrAvailabilityState: Availability, 14 ltmNodeAddrEnabledState: EnabledState
          15 ltmNodeAddrDisabledParentType, 16 ltmNodeAddrStatusReason, 17 ltmNodeAddrName
    2 ltmNodeAddrStat
      1 ltmNodeAddrStatResetStats, 2 ltmNodeAddrStatNumber
      3 ltmNodeAddrStatTable
        1 ltmNodeAddrStatEntry
          1 ltmNodeAddrStatAddrType: InetAddressType
          2 ltmNodeAddrStatAddr: InetAddress(ltmNodeAddrStatAddrType), 3 ltmNodeAddrStatServerPktsIn
          4 ltmNodeAddrStatServerBytesIn, 5 ltmNodeAddrStatServerPktsOut
          6 ltmNodeAddrStatServerBytesOut, 7 ltmNodeAddrStatServerMaxConns
          8 ltmNodeAddrStatServerTotConns, 9 ltmNodeAddrStatServerCurConns
          10 ltmNodeAddrStatPvaPktsIn, 11 ltmNodeAddrStatPvaBytesIn, 12 ltmNodeAddrStatPvaPktsOut
          13 ltmNodeAddrStatPvaBytesOut, 14 ltmNodeAddrStatPvaMaxConns
          15 ltmNodeAddrStatPvaTotConns, 16 ltmNodeAddrStatPvaCurConns
          17 ltmNodeAddrStatTotRequests, 18 ltmNodeAddrStatTotPvaAssistConn
          19 ltmNodeAddrStatCurrPvaAssistConn, 20 ltmNodeAddrStatNodeName
          21 ltmNodeAddrStatCurSessions, 22 ltmNodeAddrStatCurrentConnsPerSec
          23 ltmNodeAddrStatDurationRateExceeded
    3 ltmNodeAddrStatus
      1 ltmNodeAddrStatusNumber
      2 ltmNodeAddrStatusTable
        1 ltmNodeAddrStatusEntry
          1 ltmNodeAddrStatusAddrType: InetAddressType
          2 ltmNodeAddrStatusAddr: InetAddress(ltmNodeAddrStatusAddrType)
          3 ltmNodeAddrStatusAvailState: AvailabilityGray
          4 ltmNodeAddrStatusEnabledState: EnabledState, 5 ltmNodeAddrStatusParentType
          6 ltmNodeAddrStatusDetailReason, 7 ltmNodeAddrStatusName
  5 ltmPools
    1 ltmPool
      1 ltmPoolNumber
      2 ltmPoolTable
        1 ltmPoolEntry
          1 ltmPoolName
          2 ltmPoolLbMode: roundRobin(0) ratioMember(1) leastConnMember(2) observedMember(3)
              predictiveMember(4) ratioNodeAddress(5) leastConnNodeAddress(6) fastestNodeAddress(7)
              observedNodeAddress(8) predictiveNodeAddress(9) dynamicRatio(10)
              fastestAppResponse(11) leastSessions(12) dynamicRatioMember(13) l3Addr(14)
              weightedLeastConnMember(15) weightedLeastConnNodeAddr(16) ratioSession(17)
          3 ltmPoolActionOnServiceDown: none(0) reset(1) drop(2) reselect(3)
          4 ltmPoolMinUpMembers, 5 ltmPoolMinUpMembersEnable: FalseTrue
          6 ltmPoolMinUpMemberAction: unusedhaaction(0) reboot(1) restart(2) failover(3)
              goactive(4) noaction(5) restartall(6) failoveraborttm(7) gooffline(8)
              goofflinerestart(9) goofflineaborttm(10) goofflinedownlinks(11)
              goofflinedownlinksrestart(12)
          7 ltmPoolMinActiveMembers, 8 ltmPoolActiveMemberCnt
          9 ltmPoolDisallowSnat: allowed(0) disallowed(1)
          10 ltmPoolDisallowNat: allowed(0) disallowed(1)
          11 ltmPoolSimpleTimeout, 12 ltmPoolIpTosToClient, 13 ltmPoolIpTosToServer
          14 ltmPoolLinkQosToClient, 15 ltmPoolLinkQosToServer, 16 ltmPoolDynamicRatioSum
          17 ltmPoolMonitorRule, 18 ltmPoolAvailabilityState: Availability
          19 ltmPoolEnabledState: EnabledState, 20 ltmPoolDisabledParentType, 21 ltmPoolStatusReason
          22 ltmPoolSlowRampTime, 23 ltmPoolMemberCnt
          24 ltmPoolQueueOnConnectionLimit: allowed(0) disallowed(1)
          25 ltmPoolQueueDepthLimit, 26 ltmPoolQueueTimeLimit
    2 ltmPoolStat
      1 ltmPoolStatResetStats, 2 ltmPoolStatNumber
      3 ltmPoolStatTable
        1 ltmPoolStatEntry
          1 ltmPoolStatName, 2 ltmPoolStatServerPktsIn, 3 ltmPoolStatServerBytesIn
          4 ltmPoolStatServerPktsOut, 5 ltmPoolStatServerBytesOut, 6 ltmPoolStatServerMaxConns
          7 ltmPoolStatServerTotConns, 8 ltmPoolStatServerCurConns, 9 ltmPoolStatPvaPktsIn
          10 ltmPoolStatPvaBytesIn, 11 ltmPoolStatPvaPktsOut, 12 ltmPoolStatPvaBytesOut
          13 ltmPoolStatPvaMaxConns, 14 ltmPoolStatPvaTotConns, 15 ltmPoolStatPvaCurConns
          16 ltmPoolStatTotPvaAssistConn, 17 ltmPoolStatCurrPvaAssistConn, 18 ltmPoolStatConnqDepth
          19 ltmPoolStatConnqAgeHead, 20 ltmPoolStatConnqAgeMax, 21 ltmPoolStatConnqAgeEma
          22 ltmPoolStatConnqAgeEdm, 23 ltmPoolStatConnqServiced, 24 ltmPoolStatConnqAllDepth
          25 ltmPoolStatConnqAllAgeHead, 26 ltmPoolStatConnqAllAgeMax, 27 ltmPoolStatConnqAllAgeEma
          28 ltmPoolStatConnqAllAgeEdm, 29 ltmPoolStatConnqAllServiced, 30 ltmPoolStatTotRequests
          31 ltmPoolStatCurSessions
    3 ltmPoolMember
      1 ltmPoolMemberNumber
      2 ltmPoolMemberTable
        1 ltmPoolMemberEntry
          1 ltmPoolMemberPoolName, 2 ltmPoolMemberAddrType: InetAddressType
          3 ltmPoolMemberAddr: InetAddress(ltmPoolMemberAddrType), 4 ltmPoolMemberPort
          5 ltmPoolMemberConnLimit, 6 ltmPoolMemberRatio, 7 ltmPoolMemberWeight
          8 ltmPoolMemberPriority, 9 ltmPoolMemberDynamicRatio
          10 ltmPoolMemberMonitorState: MonitorState, 11 ltmPoolMemberMonitorStatus: MonitorStatus
          12 ltmPoolMemberNewSessionEnable: NewSession, 13 ltmPoolMemberSessionStatus: SessionStatus
          14 ltmPoolMemberMonitorRule, 15 ltmPoolMemberAvailabilityState: Availability
          16 ltmPoolMemberEnabledState: EnabledState, 17 ltmPoolMemberDisabledParentType
          18 ltmPoolMemberStatusReason, 19 ltmPoolMemberNodeName
    4 ltmPoolMemberStat
      1 ltmPoolMemberStatResetStats, 2 ltmPoolMemberStatNumber
      3 ltmPoolMemberStatTable
        1 ltmPoolMemberStatEntry
          1 ltmPoolMemberStatPoolName, 2 ltmPoolMemberStatAddrType: InetAddressType
          3 ltmPoolMemberStatAddr: InetAddress(ltmPoolMemberStatAddrType), 4 ltmPoolMemberStatPort
          5 ltmPoolMemberStatServerPktsIn, 6 ltmPoolMemberStatServerBytesIn
          7 ltmPoolMemberStatServerPktsOut, 8 ltmPoolMemberStatServerBytesOut
          9 ltmPoolMemberStatServerMaxConns, 10 ltmPoolMemberStatServerTotConns
          11 ltmPoolMemberStatServerCurConns, 12 ltmPoolMemberStatPvaPktsIn
          13 ltmPoolMemberStatPvaBytesIn, 14 ltmPoolMemberStatPvaPktsOut
          15 ltmPoolMemberStatPvaBytesOut, 16 ltmPoolMemberStatPvaMaxConns
          17 ltmPoolMemberStatPvaTotConns, 18 ltmPoolMemberStatPvaCurConns
          19 ltmPoolMemberStatTotRequests, 20 ltmPoolMemberStatTotPvaAssistConn
          21 ltmPoolMemberStatCurrPvaAssistConn, 22 ltmPoolMemberStatConnqDepth
          23 ltmPoolMemberStatConnqAgeHead, 24 ltmPoolMemberStatConnqAgeMax
          25 ltmPoolMemberStatConnqAgeEma, 26 ltmPoolMemberStatConnqAgeEdm
          27 ltmPoolMemberStatConnqServiced, 28 ltmPoolMemberStatNodeName
          29 ltmPoolMemberStatCurSessions, 30 ltmPoolMemberStatCurrentConnsPerSec
          31 ltmPoolMemberStatDurationRateExceeded
    5 ltmPoolStatus
      1 ltmPoolStatusNumber
      2 ltmPoolStatusTable
        1 ltmPoolStatusEntry
          1 ltmPoolStatusName
          2 ltmPoolStatusAvailState: none(0) green(1) yellow(2) red(3) blue(4) grey(5)
          3 ltmPoolStatusEnabledState: EnabledState, 4 ltmPoolStatusParentType
          5 ltmPoolStatusDetailReason
    6 ltmPoolMemberStatus
      1 ltmPoolMbrStatusNumber
      2 ltmPoolMbrStatusTable
        1 ltmPoolMbrStatusEntry
          1 ltmPoolMbrStatusPoolName, 2 ltmPoolMbrStatusAddrType: InetAddressType
          3 ltmPoolMbrStatusAddr: InetAddress(ltmPoolMbrStatusAddrType), 4 ltmPoolMbrStatusPort
          5 ltmPoolMbrStatusAvailState: AvailabilityGray
          6 ltmPoolMbrStatusEnabledState: EnabledState, 7 ltmPoolMbrStatusParentType
          8 ltmPoolMbrStatusDetailReason, 9 ltmPoolMbrStatusNodeName
  6 ltmProfiles
    2 ltmClientSsl
      2 ltmClientSslProfileStat
        1 ltmClientSslStatResetStats, 2 ltmClientSslStatNumber
        3 ltmClientSslStatTable
          1 ltmClientSslStatEntry
            1 ltmClientSslStatName, 2 ltmClientSslStatCurConns, 3 ltmClientSslStatMaxConns
            4 ltmClientSslStatCurNativeConns, 5 ltmClientSslStatMaxNativeConns
            6 ltmClientSslStatTotNativeConns, 7 ltmClientSslStatCurCompatConns
            8 ltmClientSslStatMaxCompatConns, 9 ltmClientSslStatTotCompatConns
            10 ltmClientSslStatEncryptedBytesIn, 11 ltmClientSslStatEncryptedBytesOut
            12 ltmClientSslStatDecryptedBytesIn, 13 ltmClientSslStatDecryptedBytesOut
            14 ltmClientSslStatRecordsIn, 15 ltmClientSslStatRecordsOut
            16 ltmClientSslStatFullyHwAcceleratedConns
            17 ltmClientSslStatPartiallyHwAcceleratedConns, 18 ltmClientSslStatNonHwAcceleratedConns
            19 ltmClientSslStatPrematureDisconnects, 20 ltmClientSslStatMidstreamRenegotiations
            21 ltmClientSslStatSessCacheCurEntries, 22 ltmClientSslStatSessCacheHits
            23 ltmClientSslStatSessCacheLookups, 24 ltmClientSslStatSessCacheOverflows
            25 ltmClientSslStatSessCacheInvalidations, 26 ltmClientSslStatPeercertValid
            27 ltmClientSslStatPeercertInvalid, 28 ltmClientSslStatPeercertNone
            29 ltmClientSslStatHandshakeFailures, 30 ltmClientSslStatBadRecords
            31 ltmClientSslStatFatalAlerts, 32 ltmClientSslStatSslv2, 33 ltmClientSslStatSslv3
            34 ltmClientSslStatTlsv1, 35 ltmClientSslStatAdhKeyxchg, 36 ltmClientSslStatDhDssKeyxchg
            37 ltmClientSslStatDhRsaKeyxchg, 38 ltmClientSslStatDssKeyxchg
            39 ltmClientSslStatEdhDssKeyxchg, 40 ltmClientSslStatRsaKeyxchg
            41 ltmClientSslStatNullBulk, 42 ltmClientSslStatAesBulk, 43 ltmClientSslStatDesBulk
            44 ltmClientSslStatIdeaBulk, 45 ltmClientSslStatRc2Bulk, 46 ltmClientSslStatRc4Bulk
            47 ltmClientSslStatNullDigest, 48 ltmClientSslStatMd5Digest
            49 ltmClientSslStatShaDigest, 50 ltmClientSslStatNotssl
            51 ltmClientSslStatEdhRsaKeyxchg, 52 ltmClientSslStatSecureHandshakes
            53 ltmClientSslStatInsecureHandshakeAccepts, 54 ltmClientSslStatInsecureHandshakeRejects
            55 ltmClientSslStatInsecureRenegotiationRejects, 56 ltmClientSslStatSniRejects
            57 ltmClientSslStatTlsv11, 58 ltmClientSslStatTlsv12, 59 ltmClientSslStatDtlsv1
            60 ltmClientSslStatReused, 61 ltmClientSslStatReuseFailed
            62 ltmClientSslStatEcdheRsaKeyxchg, 63 ltmClientSslStatConns
            64 ltmClientSslStatCachedCerts, 65 ltmClientSslStatEcdhRsaKeyxchg
            66 ltmClientSslStatEcdheEcdsaKeyxchg, 67 ltmClientSslStatEcdhEcdsaKeyxchg
            68 ltmClientSslStatDheDssKeyxchg, 69 ltmClientSslStatAesGcmBulk
            70 ltmClientSslStatDestinationIpBypasses, 71 ltmClientSslStatSourceIpBypasses
            72 ltmClientSslStatHostnameBypasses, 73 ltmClientSslStatRenegotiationsRejected
            74 ltmClientSslStatOcspStaplingConns
            75 ltmClientSslStatOcspStaplingResponseStatusErrors
            76 ltmClientSslStatOcspStaplingResponseValidationErrors
            77 ltmClientSslStatOcspStaplingCertStatusErrors
            78 ltmClientSslStatOcspStaplingOcspConnHttpErrors
            79 ltmClientSslStatOcspStaplingOcspConnTimeouts
            80 ltmClientSslStatOcspStaplingOcspConnFailures
    3 ltmServerSsl
      2 ltmServerSslProfileStat
        1 ltmServerSslStatResetStats, 2 ltmServerSslStatNumber
        3 ltmServerSslStatTable
          1 ltmServerSslStatEntry
            1 ltmServerSslStatName, 2 ltmServerSslStatCurConns, 3 ltmServerSslStatMaxConns
            4 ltmServerSslStatCurNativeConns, 5 ltmServerSslStatMaxNativeConns
            6 ltmServerSslStatTotNativeConns, 7 ltmServerSslStatCurCompatConns
            8 ltmServerSslStatMaxCompatConns, 9 ltmServerSslStatTotCompatConns
            10 ltmServerSslStatEncryptedBytesIn, 11 ltmServerSslStatEncryptedBytesOut
            12 ltmServerSslStatDecryptedBytesIn, 13 ltmServerSslStatDecryptedBytesOut
            14 ltmServerSslStatRecordsIn, 15 ltmServerSslStatRecordsOut
            16 ltmServerSslStatFullyHwAcceleratedConns
            17 ltmServerSslStatPartiallyHwAcceleratedConns, 18 ltmServerSslStatNonHwAcceleratedConns
            19 ltmServerSslStatPrematureDisconnects, 20 ltmServerSslStatMidstreamRenegotiations
            21 ltmServerSslStatSessCacheCurEntries, 22 ltmServerSslStatSessCacheHits
            23 ltmServerSslStatSessCacheLookups, 24 ltmServerSslStatSessCacheOverflows
            25 ltmServerSslStatSessCacheInvalidations, 26 ltmServerSslStatPeercertValid
            27 ltmServerSslStatPeercertInvalid, 28 ltmServerSslStatPeercertNone
            29 ltmServerSslStatHandshakeFailures, 30 ltmServerSslStatBadRecords
            31 ltmServerSslStatFatalAlerts, 32 ltmServerSslStatSslv2, 33 ltmServerSslStatSslv3
            34 ltmServerSslStatTlsv1, 35 ltmServerSslStatAdhKeyxchg, 36 ltmServerSslStatDhDssKeyxchg
            37 ltmServerSslStatDhRsaKeyxchg, 38 ltmServerSslStatDssKeyxchg
            39 ltmServerSslStatEdhDssKeyxchg, 40 ltmServerSslStatRsaKeyxchg
            41 ltmServerSslStatNullBulk, 42 ltmServerSslStatAesBulk, 43 ltmServerSslStatDesBulk
            44 ltmServerSslStatIdeaBulk, 45 ltmServerSslStatRc2Bulk, 46 ltmServerSslStatRc4Bulk
            47 ltmServerSslStatNullDigest, 48 ltmServerSslStatMd5Digest
            49 ltmServerSslStatShaDigest, 50 ltmServerSslStatNotssl
            51 ltmServerSslStatEdhRsaKeyxchg, 52 ltmServerSslStatSecureHandshakes
            53 ltmServerSslStatInsecureHandshakeAccepts, 54 ltmServerSslStatInsecureHandshakeRejects
            55 ltmServerSslStatInsecureRenegotiationRejects, 56 ltmServerSslStatSniRejects
            57 ltmServerSslStatTlsv11, 58 ltmServerSslStatTlsv12, 59 ltmServerSslStatDtlsv1
            60 ltmServerSslStatReused, 61 ltmServerSslStatReuseFailed
            62 ltmServerSslStatEcdheRsaKeyxchg, 63 ltmServerSslStatConns
            64 ltmServerSslStatEcdhRsaKeyxchg, 65 ltmServerSslStatEcdheEcdsaKeyxchg
            66 ltmServerSslStatEcdhEcdsaKeyxchg, 67 ltmServerSslStatDheDssKeyxchg
            68 ltmServerSslStatAesGcmBulk, 69 ltmServerSslStatDestinationIpBypasses
            70 ltmServerSslStatSourceIpBypasses, 71 ltmServerSslStatHostnameBypasses
    7 ltmHttp
      6 ltmHttpProfileStat
        1 ltmHttpProfileStatResetStats, 2 ltmHttpProfileStatNumber
        3 ltmHttpProfileStatTable
          1 ltmHttpProfileStatEntry
            1 ltmHttpProfileStatName, 2 ltmHttpProfileStatCookiePersistInserts
            3 ltmHttpProfileStatResp2xxCnt, 4 ltmHttpProfileStatResp3xxCnt
            5 ltmHttpProfileStatResp4xxCnt, 6 ltmHttpProfileStatResp5xxCnt
            7 ltmHttpProfileStatNumberReqs, 8 ltmHttpProfileStatGetReqs
            9 ltmHttpProfileStatPostReqs, 10 ltmHttpProfileStatV9Reqs, 11 ltmHttpProfileStatV10Reqs
            12 ltmHttpProfileStatV11Reqs, 13 ltmHttpProfileStatV9Resp, 14 ltmHttpProfileStatV10Resp
            15 ltmHttpProfileStatV11Resp, 16 ltmHttpProfileStatMaxKeepaliveReq
            17 ltmHttpProfileStatRespBucket1k, 18 ltmHttpProfileStatRespBucket4k
            19 ltmHttpProfileStatRespBucket16k, 20 ltmHttpProfileStatRespBucket32k
            21 ltmHttpProfileStatPrecompressBytes, 22 ltmHttpProfileStatPostcompressBytes
            23 ltmHttpProfileStatNullCompressBytes, 24 ltmHttpProfileStatHtmlPrecompressBytes
            25 ltmHttpProfileStatHtmlPostcompressBytes, 26 ltmHttpProfileStatCssPrecompressBytes
            27 ltmHttpProfileStatCssPostcompressBytes, 28 ltmHttpProfileStatJsPrecompressBytes
            29 ltmHttpProfileStatJsPostcompressBytes, 30 ltmHttpProfileStatXmlPrecompressBytes
            31 ltmHttpProfileStatXmlPostcompressBytes, 32 ltmHttpProfileStatSgmlPrecompressBytes
            33 ltmHttpProfileStatSgmlPostcompressBytes, 34 ltmHttpProfileStatPlainPrecompressBytes
            35 ltmHttpProfileStatPlainPostcompressBytes, 36 ltmHttpProfileStatOctetPrecompressBytes
            37 ltmHttpProfileStatOctetPostcompressBytes, 38 ltmHttpProfileStatImagePrecompressBytes
            39 ltmHttpProfileStatImagePostcompressBytes, 40 ltmHttpProfileStatVideoPrecompressBytes
            41 ltmHttpProfileStatVideoPostcompressBytes, 42 ltmHttpProfileStatAudioPrecompressBytes
            43 ltmHttpProfileStatAudioPostcompressBytes, 44 ltmHttpProfileStatOtherPrecompressBytes
            45 ltmHttpProfileStatOtherPostcompressBytes, 46 ltmHttpProfileStatRamcacheHits
            47 ltmHttpProfileStatRamcacheMisses, 48 ltmHttpProfileStatRamcacheMissesAll
            49 ltmHttpProfileStatRamcacheHitBytes, 50 ltmHttpProfileStatRamcacheMissBytes
            51 ltmHttpProfileStatRamcacheMissBytesAll, 52 ltmHttpProfileStatRamcacheSize
            53 ltmHttpProfileStatRamcacheCount, 54 ltmHttpProfileStatRamcacheEvictions
            55 ltmHttpProfileStatRespBucket64k, 56 ltmHttpProfileStatPassthroughIrule
            57 ltmHttpProfileStatPassthroughConnect, 58 ltmHttpProfileStatPassthroughWebSockets
            59 ltmHttpProfileStatPassthroughOversizeClientHeaders
            60 ltmHttpProfileStatPassthroughOversizeServerHeaders
            61 ltmHttpProfileStatPassthroughExcessClientHeaders
            62 ltmHttpProfileStatPassthroughExcessServerHeaders
            63 ltmHttpProfileStatPassthroughUnknownMethod, 64 ltmHttpProfileStatPassthroughPipeline
`,
};
