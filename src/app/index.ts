export {
  passwordProblem,
  ROLES,
  type Role,
  TOKEN_SCOPES,
  type TokenScope,
  USER_NAME,
} from "../access/index.ts";
export { DEFAULT_LABEL_REFRESH_MS } from "../config/index.ts";
export { similarName } from "../manifest/index.ts";
export { deviceId, planToJson, printPlan } from "../plan/index.ts";
export { makeKey } from "../secrets/index.ts";
export {
  type AgentSpec,
  AUTH_PROTOCOLS,
  type Layout,
  livelyMotions,
  PRIV_PROTOCOLS,
  type Simulator,
  startSimulator,
  type V3User,
} from "../simulator/index.ts";
export { builtinCatalogue, layerCatalogues, parseOid, renderText } from "../smi/index.ts";
export { nearest } from "../source/index.ts";
export { type AdHocDevice, type AdHocPlan, type AdHocRequest, prepareAdHoc } from "./adhoc.ts";
export { checkManifest, checkService } from "./check.ts";
export { connectAdHoc } from "./connect.ts";
export { type Demo, startDemo } from "./demo.ts";
export { type Explanation, explainMetricOf } from "./explain.ts";
export { explanationText } from "./explain-text.ts";
export { COMMAND_LINE, type Finding, formatFinding, loadUserMibs } from "./extensions.ts";
export type { Host } from "./host.ts";
export { createNameService } from "./names.ts";
export { openPacketLogOrders, type PacketLogOrders } from "./packet-log-control.ts";
export type { PollOutcome } from "./pipeline.ts";
export { type PollReport, pollOnce } from "./poll-once.ts";
export { DamageList, type QueueDamage } from "./queue-damage.ts";
export { eachLine, type LineFilter, linesOfQueue, type StoredLine, type WhichLines } from "./queue-lines.ts";
export { type GivenUp, type Purged, purgeQueue } from "./queue-purge.ts";
export { type QueueStatus, queueStatus, type SinkWaiting } from "./queue-status.ts";
export { bytesOf, openQueueView, type QueueView } from "./queue-view.ts";
export { type RecordOptions, recordDevice } from "./record.ts";
export { createScrubber } from "./scrub.ts";
export { openSecrets, type SecretControl, type SecretFileReport } from "./secret-control.ts";
export { secretReader, secretsUnseen } from "./secret-reader.ts";
export type { Service, Topology } from "./service.ts";
export { openSnmp } from "./shard-setup.ts";
export { readRecordings } from "./simulation.ts";
export { createService } from "./start.ts";
export { openTokens, type TokenControl } from "./token-control.ts";
export { TraceText } from "./trace-text.ts";
export { openUsers, type UserControl } from "./user-control.ts";
export { visibleText } from "./visible-text.ts";
