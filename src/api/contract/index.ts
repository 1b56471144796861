// The shapes of the API as types, for programs that call it. Nothing of Node is behind them, and nothing at run time.

export type { ApiToken, AuditEntryJson, User, WhoAmI } from "./access.ts";
export type { ExtensionOverview, MibObject, Recording } from "./authoring.ts";
export type {
  Configuration,
  ConfigurationStatus,
  ConfigurationVersion,
  Created,
} from "./configurations.ts";
export type { Credential, CredentialVersion } from "./credentials.ts";
export type {
  DeviceChart,
  DeviceCharts,
  DeviceInterface,
  DeviceInterfaces,
  Neighbour,
} from "./device-view.ts";
export type { CustomDevice, Entity, EntityChange, EntityType, Tag } from "./entities.ts";
export type { ErrorEnvelope, Violation } from "./errors.ts";
export type { Event, LiveEvent } from "./events.ts";
export type { Extension, ExtensionRevision, ExtensionVersion, Finding } from "./extensions.ts";
export type { Fleet, FleetDevice } from "./fleet.ts";
export type { MetricData, MetricDescriptor } from "./metrics.ts";
export type { OnboardingDevice, OnboardingJob, OnboardingProgress, OnboardingRequest } from "./onboarding.ts";
export type { DevicePoll, ExplainRequest, MetricExplanation } from "./poll.ts";
export type { Preview, PreviewRequest } from "./preview.ts";
export type {
  EntityTypeCount,
  ScreenCard,
  ScreenCardOf,
  ScreenChart,
  ScreenColumn,
  ScreenLink,
  ScreenMetric,
  ScreenProperty,
  Screens,
} from "./screens.ts";
export type { ServiceStatus } from "./service.ts";
export type { ConfigurationSummary, Offer, SuppliedManifest, Targets } from "./setup.ts";
export type { Device } from "./status.ts";
export type { TopologyEdge, TopologyMap, TopologyNode } from "./topology.ts";
