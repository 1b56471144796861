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

/** A logger that writes JSON lines to standard error: standard output belongs to results. */
export function createLogger(level: LogLevel): Logger {
  return pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    destination({ fd: 2, sync: true }),
  );
}

/** A logger that keeps silent, for callers that report in their own way. */
export const silentLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} };
