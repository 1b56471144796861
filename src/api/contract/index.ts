// The shapes of the API as types, for programs that call it. Nothing of Node is behind them, and nothing at run time.

export type { ApiToken, AuditEntryJson, User, WhoAmI } from "./access.ts";
export type {
  Configuration,
  ConfigurationStatus,
  ConfigurationVersion,
  Created,
} from "./configurations.ts";
export type { Credential, CredentialVersion } from "./credentials.ts";
export type { CustomDevice, Entity, EntityChange, EntityType, Tag } from "./entities.ts";
export type { ErrorEnvelope, Violation } from "./errors.ts";
export type { Event, LiveEvent } from "./events.ts";
export type { Extension, ExtensionRevision, ExtensionVersion, Finding } from "./extensions.ts";
export type { MetricData, MetricDescriptor } from "./metrics.ts";
export type { OnboardingDevice, OnboardingJob, OnboardingProgress, OnboardingRequest } from "./onboarding.ts";
export type { Preview, PreviewRequest } from "./preview.ts";
export type { Device, ServiceStatus } from "./status.ts";
