export type { AgentSpec, AgentStats } from "./agent.ts";
export type { Faults } from "./faults.ts";
export { type Cable, livelyMotions } from "./motion/lively.ts";
export type { Motions } from "./motion/motion.ts";
export { createRecording, type LoadedRecording, loadRecording, type Recording } from "./recording.ts";
export {
  type Layout,
  type Simulator,
  type SimulatorOptions,
  type SimulatorStats,
  startSimulator,
} from "./simulator.ts";
export {
  formatSnmprecLine,
  readSnmprec,
  type SnmprecFile,
  type SnmprecWarning,
  sortByOid,
  writeSnmprec,
} from "./snmprec.ts";
export {
  AUTH_PROTOCOLS,
  PRIV_PROTOCOLS,
  type V3User,
} from "./usm-keys.ts";
export type { ReportName } from "./v3-engine.ts";
