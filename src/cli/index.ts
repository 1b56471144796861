export { UsageError } from "./device-options.ts";
export { EXIT, printError, type Terminal } from "./output.ts";
export { buildProgram, type CommandContext } from "./program.ts";
