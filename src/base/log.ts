import { destination, pino } from "pino";

/** Structured log; the message is a sentence, the fields are facts. Secrets print as `***` by themselves. */
export interface Logger {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

export const LOG_LEVELS = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Kept while standard error cannot be written; beyond, entries are dropped. */
const UNWRITTEN_MAX_BYTES = 1_000_000;

/**
 * A logger that writes JSON lines to standard error: standard output belongs to results. A log that cannot be written
 * (full disk, closed pipe) costs entries and never the program.
 */
export function createLogger(level: LogLevel): Logger {
  const stderr = destination({ fd: 2, sync: true, maxLength: UNWRITTEN_MAX_BYTES });
  stderr.on("error", () => undefined);
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    stderr,
  );
}

/** A logger that keeps silent, for callers that report in their own way. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
