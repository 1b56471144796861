export {
  type LoadedMibs,
  type LoadMibsOptions,
  loadMibs,
  MIB_LIMITS,
  type MibFile,
  type MibProblem,
} from "./load-mibs.ts";
export { type MibFolder, readMibFolder } from "./read-mib-folder.ts";
