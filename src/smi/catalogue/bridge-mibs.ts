import type { ModuleNotation } from "./notation.ts";

export const bridgeMib: ModuleNotation = {
  module: "BRIDGE-MIB",
  tree: `
1.3.6.1.2.1.17 dot1dBridge
  0 dot1dNotifications
    1 newRoot, 2 topologyChange
  1 dot1dBase
    1 dot1dBaseBridgeAddress: MacAddress, 2 dot1dBaseNumPorts
    3 dot1dBaseType: unknown(1) transparent-only(2) sourceroute-only(3) srt(4)
    4 dot1dBasePortTable
      1 dot1dBasePortEntry
        1 dot1dBasePort, 2 dot1dBasePortIfIndex, 3 dot1dBasePortCircuit
        4 dot1dBasePortDelayExceededDiscards, 5 dot1dBasePortMtuExceededDiscards
  2 dot1dStp
    1 dot1dStpProtocolSpecification: unknown(1) decLb100(2) ieee8021d(3)
    2 dot1dStpPriority, 3 dot1dStpTimeSinceTopologyChange, 4 dot1dStpTopChanges
    5 dot1dStpDesignatedRoot, 6 dot1dStpRootCost, 7 dot1dStpRootPort, 8 dot1dStpMaxAge
    9 dot1dStpHelloTime, 10 dot1dStpHoldTime, 11 dot1dStpForwardDelay, 12 dot1dStpBridgeMaxAge
    13 dot1dStpBridgeHelloTime, 14 dot1dStpBridgeForwardDelay
    15 dot1dStpPortTable
      1 dot1dStpPortEntry
        1 dot1dStpPort, 2 dot1dStpPortPriority
        3 dot1dStpPortState: disabled(1) blocking(2) listening(3) learning(4) forwarding(5)
            broken(6)
        4 dot1dStpPortEnable: enabled(1) disabled(2)
        5 dot1dStpPortPathCost, 6 dot1dStpPortDesignatedRoot, 7 dot1dStpPortDesignatedCost
        8 dot1dStpPortDesignatedBridge, 9 dot1dStpPortDesignatedPort
        10 dot1dStpPortForwardTransitions, 11 dot1dStpPortPathCost32
  3 dot1dSr
  4 dot1dTp
    1 dot1dTpLearnedEntryDiscards, 2 dot1dTpAgingTime
    3 dot1dTpFdbTable
      1 dot1dTpFdbEntry
        1 dot1dTpFdbAddress: MacAddress, 2 dot1dTpFdbPort
        3 dot1dTpFdbStatus: other(1) invalid(2) learned(3) self(4) mgmt(5)
    4 dot1dTpPortTable
      1 dot1dTpPortEntry
        1 dot1dTpPort, 2 dot1dTpPortMaxInfo, 3 dot1dTpPortInFrames, 4 dot1dTpPortOutFrames
        5 dot1dTpPortInDiscards
  5 dot1dStatic
    1 dot1dStaticTable
      1 dot1dStaticEntry
        1 dot1dStaticAddress: MacAddress, 2 dot1dStaticReceivePort, 3 dot1dStaticAllowedToGoTo
        4 dot1dStaticStatus: other(1) invalid(2) permanent(3) deleteOnReset(4) deleteOnTimeout(5)
`,
};

export const pBridgeMib: ModuleNotation = {
  module: "P-BRIDGE-MIB",
  tree: `
type EnabledStatus = enabled(1) disabled(2)
1.3.6.1.2.1.17.4.5 dot1dTpHCPortTable
  1 dot1dTpHCPortEntry
    1 dot1dTpHCPortInFrames, 2 dot1dTpHCPortOutFrames, 3 dot1dTpHCPortInDiscards
1.3.6.1.2.1.17.4.6 dot1dTpPortOverflowTable
  1 dot1dTpPortOverflowEntry
    1 dot1dTpPortInOverflowFrames, 2 dot1dTpPortOutOverflowFrames
    3 dot1dTpPortInOverflowDiscards
1.3.6.1.2.1.17.6 pBridgeMIB
  1 pBridgeMIBObjects
    1 dot1dExtBase
      1 dot1dDeviceCapabilities, 2 dot1dTrafficClassesEnabled: TruthValue
      3 dot1dGmrpStatus: EnabledStatus
      4 dot1dPortCapabilitiesTable
        1 dot1dPortCapabilitiesEntry
          1 dot1dPortCapabilities
    2 dot1dPriority
      1 dot1dPortPriorityTable
        1 dot1dPortPriorityEntry
          1 dot1dPortDefaultUserPriority, 2 dot1dPortNumTrafficClasses
      2 dot1dUserPriorityRegenTable
        1 dot1dUserPriorityRegenEntry
          1 dot1dUserPriority, 2 dot1dRegenUserPriority
      3 dot1dTrafficClassTable
        1 dot1dTrafficClassEntry
          1 dot1dTrafficClassPriority, 2 dot1dTrafficClass
      4 dot1dPortOutboundAccessPriorityTable
        1 dot1dPortOutboundAccessPriorityEntry
          1 dot1dPortOutboundAccessPriority
    3 dot1dGarp
      1 dot1dPortGarpTable
        1 dot1dPortGarpEntry
          1 dot1dPortGarpJoinTime, 2 dot1dPortGarpLeaveTime, 3 dot1dPortGarpLeaveAllTime
    4 dot1dGmrp
      1 dot1dPortGmrpTable
        1 dot1dPortGmrpEntry
          1 dot1dPortGmrpStatus: EnabledStatus, 2 dot1dPortGmrpFailedRegistrations
          3 dot1dPortGmrpLastPduOrigin: MacAddress
          4 dot1dPortRestrictedGroupRegistration: TruthValue
`,
};

export const qBridgeMib: ModuleNotation = {
  module: "Q-BRIDGE-MIB",
  tree: `
type EnabledStatus = enabled(1) disabled(2)
type StaticStatus = other(1) invalid(2) permanent(3) deleteOnReset(4) deleteOnTimeout(5)
type ConstraintType = independent(1) shared(2)
1.3.6.1.2.1.17.7 qBridgeMIB
  1 qBridgeMIBObjects
    1 dot1qBase
      1 dot1qVlanVersionNumber: version1(1)
      2 dot1qMaxVlanId, 3 dot1qMaxSupportedVlans, 4 dot1qNumVlans
      5 dot1qGvrpStatus: EnabledStatus
    2 dot1qTp
      1 dot1qFdbTable
        1 dot1qFdbEntry
          1 dot1qFdbId, 2 dot1qFdbDynamicCount
      2 dot1qTpFdbTable
        1 dot1qTpFdbEntry
          1 dot1qTpFdbAddress: MacAddress, 2 dot1qTpFdbPort
          3 dot1qTpFdbStatus: other(1) invalid(2) learned(3) self(4) mgmt(5)
      3 dot1qTpGroupTable
        1 dot1qTpGroupEntry
          1 dot1qTpGroupAddress: MacAddress, 2 dot1qTpGroupEgressPorts, 3 dot1qTpGroupLearnt
      4 dot1qForwardAllTable
        1 dot1qForwardAllEntry
          1 dot1qForwardAllPorts, 2 dot1qForwardAllStaticPorts, 3 dot1qForwardAllForbiddenPorts
      5 dot1qForwardUnregisteredTable
        1 dot1qForwardUnregisteredEntry
          1 dot1qForwardUnregisteredPorts, 2 dot1qForwardUnregisteredStaticPorts
          3 dot1qForwardUnregisteredForbiddenPorts
    3 dot1qStatic
      1 dot1qStaticUnicastTable
        1 dot1qStaticUnicastEntry
          1 dot1qStaticUnicastAddress: MacAddress, 2 dot1qStaticUnicastReceivePort
          3 dot1qStaticUnicastAllowedToGoTo, 4 dot1qStaticUnicastStatus: StaticStatus
      2 dot1qStaticMulticastTable
        1 dot1qStaticMulticastEntry
          1 dot1qStaticMulticastAddress: MacAddress, 2 dot1qStaticMulticastReceivePort
          3 dot1qStaticMulticastStaticEgressPorts, 4 dot1qStaticMulticastForbiddenEgressPorts
          5 dot1qStaticMulticastStatus: StaticStatus
    4 dot1qVlan
      1 dot1qVlanNumDeletes
      2 dot1qVlanCurrentTable
        1 dot1qVlanCurrentEntry
          1 dot1qVlanTimeMark, 2 dot1qVlanIndex, 3 dot1qVlanFdbId, 4 dot1qVlanCurrentEgressPorts
          5 dot1qVlanCurrentUntaggedPorts
          6 dot1qVlanStatus: other(1) permanent(2) dynamicGvrp(3)
          7 dot1qVlanCreationTime
      3 dot1qVlanStaticTable
        1 dot1qVlanStaticEntry
          1 dot1qVlanStaticName, 2 dot1qVlanStaticEgressPorts, 3 dot1qVlanForbiddenEgressPorts
          4 dot1qVlanStaticUntaggedPorts, 5 dot1qVlanStaticRowStatus: RowStatus
      4 dot1qNextFreeLocalVlanIndex
      5 dot1qPortVlanTable
        1 dot1qPortVlanEntry
          1 dot1qPvid
          2 dot1qPortAcceptableFrameTypes: admitAll(1) admitOnlyVlanTagged(2)
          3 dot1qPortIngressFiltering: TruthValue, 4 dot1qPortGvrpStatus: EnabledStatus
          5 dot1qPortGvrpFailedRegistrations, 6 dot1qPortGvrpLastPduOrigin: MacAddress
          7 dot1qPortRestrictedVlanRegistration: TruthValue
      6 dot1qPortVlanStatisticsTable
        1 dot1qPortVlanStatisticsEntry
          1 dot1qTpVlanPortInFrames, 2 dot1qTpVlanPortOutFrames, 3 dot1qTpVlanPortInDiscards
          4 dot1qTpVlanPortInOverflowFrames, 5 dot1qTpVlanPortOutOverflowFrames
          6 dot1qTpVlanPortInOverflowDiscards
      7 dot1qPortVlanHCStatisticsTable
        1 dot1qPortVlanHCStatisticsEntry
          1 dot1qTpVlanPortHCInFrames, 2 dot1qTpVlanPortHCOutFrames
          3 dot1qTpVlanPortHCInDiscards
      8 dot1qLearningConstraintsTable
        1 dot1qLearningConstraintsEntry
          1 dot1qConstraintVlan, 2 dot1qConstraintSet, 3 dot1qConstraintType: ConstraintType
          4 dot1qConstraintStatus: RowStatus
      9 dot1qConstraintSetDefault, 10 dot1qConstraintTypeDefault: ConstraintType
    5 dot1vProtocol
      1 dot1vProtocolGroupTable
        1 dot1vProtocolGroupEntry
          1 dot1vProtocolTemplateFrameType: ethernet(1) rfc1042(2) snap8021H(3) snapOther(4)
              llcOther(5)
          2 dot1vProtocolTemplateProtocolValue, 3 dot1vProtocolGroupId
          4 dot1vProtocolGroupRowStatus: RowStatus
      2 dot1vProtocolPortTable
        1 dot1vProtocolPortEntry
          1 dot1vProtocolPortGroupId, 2 dot1vProtocolPortGroupVid
          3 dot1vProtocolPortRowStatus: RowStatus
`,
};

export const etherlikeMib: ModuleNotation = {
  module: "EtherLike-MIB",
  tree: `
type PauseMode = disabled(1) enabledXmit(2) enabledRcv(3) enabledXmitAndRcv(4)
1.3.6.1.2.1.10.7 dot3
  2 dot3StatsTable
    1 dot3StatsEntry
      1 dot3StatsIndex, 2 dot3StatsAlignmentErrors, 3 dot3StatsFCSErrors
      4 dot3StatsSingleCollisionFrames, 5 dot3StatsMultipleCollisionFrames
      6 dot3StatsSQETestErrors, 7 dot3StatsDeferredTransmissions, 8 dot3StatsLateCollisions
      9 dot3StatsExcessiveCollisions, 10 dot3StatsInternalMacTransmitErrors
      11 dot3StatsCarrierSenseErrors, 13 dot3StatsFrameTooLongs
      16 dot3StatsInternalMacReceiveErrors, 17 dot3StatsEtherChipSet, 18 dot3StatsSymbolErrors
      19 dot3StatsDuplexStatus: unknown(1) halfDuplex(2) fullDuplex(3)
      20 dot3StatsRateControlAbility: TruthValue
      21 dot3StatsRateControlStatus: rateControlOff(1) rateControlOn(2) unknown(3)
  5 dot3CollTable
    1 dot3CollEntry
      2 dot3CollCount, 3 dot3CollFrequencies
  6 dot3Tests
    1 dot3TestTdr, 2 dot3TestLoopBack
  7 dot3Errors
    1 dot3ErrorInitError, 2 dot3ErrorLoopbackError
  9 dot3ControlTable
    1 dot3ControlEntry
      1 dot3ControlFunctionsSupported, 2 dot3ControlInUnknownOpcodes
      3 dot3HCControlInUnknownOpcodes
  10 dot3PauseTable
    1 dot3PauseEntry
      1 dot3PauseAdminMode: PauseMode, 2 dot3PauseOperMode: PauseMode, 3 dot3InPauseFrames
      4 dot3OutPauseFrames, 5 dot3HCInPauseFrames, 6 dot3HCOutPauseFrames
  11 dot3HCStatsTable
    1 dot3HCStatsEntry
      1 dot3HCStatsAlignmentErrors, 2 dot3HCStatsFCSErrors
      3 dot3HCStatsInternalMacTransmitErrors, 4 dot3HCStatsFrameTooLongs
      5 dot3HCStatsInternalMacReceiveErrors, 6 dot3HCStatsSymbolErrors
1.3.6.1.2.1.35 etherMIB
  1 etherMIBObjects
`,
};

export const powerEthernetMib: ModuleNotation = {
  module: "POWER-ETHERNET-MIB",
  tree: `
1.3.6.1.2.1.105 powerEthernetMIB
  0 pethNotifications
    1 pethPsePortOnOffNotification, 2 pethMainPowerUsageOnNotification
    3 pethMainPowerUsageOffNotification
  1 pethObjects
    1 pethPsePortTable
      1 pethPsePortEntry
        1 pethPsePortGroupIndex, 2 pethPsePortIndex, 3 pethPsePortAdminEnable: TruthValue
        4 pethPsePortPowerPairsControlAbility: TruthValue
        5 pethPsePortPowerPairs: signal(1) spare(2)
        6 pethPsePortDetectionStatus: disabled(1) searching(2) deliveringPower(3) fault(4) test(5)
            otherFault(6)
        7 pethPsePortPowerPriority: critical(1) high(2) low(3)
        8 pethPsePortMPSAbsentCounter, 9 pethPsePortType
        10 pethPsePortPowerClassifications: class0(1) class1(2) class2(3) class3(4) class4(5)
        11 pethPsePortInvalidSignatureCounter, 12 pethPsePortPowerDeniedCounter
        13 pethPsePortOverLoadCounter, 14 pethPsePortShortCounter
    3 pethMainPseObjects
      1 pethMainPseTable
        1 pethMainPseEntry
          1 pethMainPseGroupIndex, 2 pethMainPsePower
          3 pethMainPseOperStatus: on(1) off(2) faulty(3)
          4 pethMainPseConsumptionPower, 5 pethMainPseUsageThreshold
    4 pethNotificationControl
      1 pethNotificationControlTable
        1 pethNotificationControlEntry
          1 pethNotificationControlGroupIndex, 2 pethNotificationControlEnable: TruthValue
`,
};
