import type { SnmpValue } from "../../smi/index.ts";
import { TAG } from "../ber.ts";
import { wanderingCourse } from "./course.ts";
import type { GaugeMotion } from "./motion.ts";
import type { Recorded } from "./recorded.ts";

/** How the values of a column wander. */
interface Rule {
  readonly column: string;
  /** Gauges of a family with one index go up and down together. */
  readonly family: "cpu" | "memory" | "temperature" | "fan" | "power" | "other";
  /** Of the value itself, or of that of `of`; negative: down when that goes up, as free memory does. */
  readonly share: number;
  readonly of?: string;
  /** It wanders by this much at least, as far as the value is not below it. */
  readonly atLeast?: number;
  /** The value never exceeds this, or the value of this column. */
  readonly most?: number | string;
  readonly overSeconds?: number;
}

const CISCO_CPU = "1.3.6.1.4.1.9.9.109.1.1.1.1";
const CISCO_POOL = "1.3.6.1.4.1.9.9.48.1.1.1";
const CISCO_TEMPERATURE = "1.3.6.1.4.1.9.9.13.1.3.1.3";
const HR_PROCESSOR_LOAD = "1.3.6.1.2.1.25.3.3.1.2";
const HR_STORAGE = "1.3.6.1.2.1.25.2.3.1";
/** hrStorageRam, as it is rendered. */
const HR_STORAGE_RAM = ".1.3.6.1.2.1.25.2.1.2";
const PSE_CONSUMPTION = "1.3.6.1.2.1.105.1.3.1.1.4";
const UCD_CPU = "1.3.6.1.4.1.2021.11";
const SENSOR_TABLES = ["1.3.6.1.2.1.99.1.1.1", "1.3.6.1.4.1.9.9.91.1.1.1.1"]; // ENTITY-SENSOR-MIB, Cisco's

const CPU = { family: "cpu", share: 0.5, atLeast: 6, most: 100 } as const;
const MEMORY = { family: "memory", share: 0.06 } as const;

const RULES: ReadonlyMap<string, Rule> = new Map(
  (
    [
      { column: `${CISCO_CPU}.6`, ...CPU },
      { column: `${CISCO_CPU}.7`, ...CPU, overSeconds: 60 },
      { column: `${CISCO_CPU}.8`, ...CPU, overSeconds: 300 },
      { column: `${CISCO_CPU}.12`, ...MEMORY },
      { column: `${CISCO_CPU}.13`, ...MEMORY, share: -MEMORY.share, of: `${CISCO_CPU}.12` },
      { column: `${CISCO_CPU}.17`, ...MEMORY },
      { column: `${CISCO_CPU}.19`, ...MEMORY, share: -MEMORY.share, of: `${CISCO_CPU}.17` },
      { column: `${CISCO_POOL}.5`, ...MEMORY },
      { column: `${CISCO_POOL}.6`, ...MEMORY, share: -MEMORY.share, of: `${CISCO_POOL}.5` },
      { column: CISCO_TEMPERATURE, family: "temperature", share: 0.06 },
      { column: HR_PROCESSOR_LOAD, ...CPU, overSeconds: 60 },
      { column: `${HR_STORAGE}.6`, ...MEMORY, most: `${HR_STORAGE}.5` },
      { column: PSE_CONSUMPTION, family: "power", share: 0.1 },
      { column: `${UCD_CPU}.9`, ...CPU, share: 0.7 },
      { column: `${UCD_CPU}.11`, ...CPU, share: -0.7, of: `${UCD_CPU}.9` },
    ] satisfies readonly Rule[]
  ).map((rule) => [rule.column, rule]),
);

/** By entPhySensorType; the first is celsius, then rpm. Voltages and optical power hardly move. */
const SENSOR_KINDS: ReadonlyMap<number, Pick<Rule, "family" | "share">> = new Map([
  [8, { family: "temperature", share: 0.06 }],
  [10, { family: "fan", share: 0.03 }],
]);
const OTHER_SENSOR = { family: "other", share: 0.01 } as const;
const SENSOR_OK = 1;

/** From here on a sensor says that its value is out of range (RFC 3433, EntitySensorValue). */
const SENSOR_LIMIT = 1e9;

const TAGS: Readonly<Partial<Record<SnmpValue["type"], number>>> = {
  Integer32: TAG.integer,
  Gauge32: TAG.gauge32,
  Counter64: TAG.counter64,
};

/** @returns undefined for a value that stays as recorded, or moves in another way */
export function gaugeMotion(
  device: string,
  recorded: Recorded,
  column: string,
  index: string,
  value: SnmpValue,
): GaugeMotion | undefined {
  const tag = TAGS[value.type];
  const rule = RULES.get(column) ?? sensorRule(recorded, column, index);
  if (tag === undefined || rule === undefined) return undefined;
  if (column === `${HR_STORAGE}.6` && recorded.text(`${HR_STORAGE}.2.${index}`) !== HR_STORAGE_RAM) {
    return undefined; // disks fill slowly
  }
  const { family, overSeconds = 0 } = rule;
  return {
    kind: "gauge",
    tag,
    base: recorded.number(`${column}.${index}`),
    swing: swingOf(rule, recorded, column, index),
    overSeconds,
    course: wanderingCourse(`${device} ${family} ${index}`, family === "cpu" ? 1 : 2),
  };
}

function sensorRule(recorded: Recorded, column: string, index: string): Rule | undefined {
  const table = SENSOR_TABLES.find((entry) => column === `${entry}.4`);
  if (table === undefined || recorded.number(`${table}.5.${index}`) !== SENSOR_OK) return undefined;
  if (Math.abs(recorded.number(`${column}.${index}`)) >= SENSOR_LIMIT) return undefined;
  return { column, ...(SENSOR_KINDS.get(recorded.number(`${table}.1.${index}`)) ?? OTHER_SENSOR) };
}

/** As far as it can go without leaving what the value may be. */
function swingOf(rule: Rule, recorded: Recorded, column: string, index: string): number {
  const { share, of = column, atLeast = 0, most } = rule;
  const base = recorded.number(`${column}.${index}`);
  const moved = Math.abs(recorded.number(`${of}.${index}`));
  const swing = Math.max(Math.abs(share) * moved, Math.min(atLeast, moved));
  const limit = typeof most === "string" ? recorded.number(`${most}.${index}`) : most;
  const room = limit === undefined ? swing : Math.max(0, limit - base);
  return Math.sign(share) * Math.min(swing, room);
}
