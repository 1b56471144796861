export { type Clock, systemClock } from "./clock.ts";
export { AppError, assertNever, messageOf, withRemedy } from "./errors.ts";
export { deepFreeze } from "./freeze.ts";
export { hashRatio } from "./hash.ts";
export { createLogger, LOG_LEVELS, type Logger, type LogLevel, silentLogger } from "./log.ts";
export { type Random, seededRandom, systemRandom } from "./random.ts";
export { SECRET_MASK, Secret } from "./secret.ts";
export { SmallMap } from "./small-map.ts";
export { programVersion } from "./version.ts";
