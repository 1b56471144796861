export { EXIT, printError, type Terminal } from "./output.ts";
export { buildProgram, type CommandContext } from "./program.ts";
export { UsageError } from "./usage.ts";
