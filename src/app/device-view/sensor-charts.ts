import type { DeviceChartJson } from "../../api/index.ts";
import type { ObjectRole } from "../../smi/index.ts";
import { type Equal, ownSelector, topOf } from "./chart-selectors.ts";
import { type MeasuredPlace, withRole } from "./measured-places.ts";
import type { MetricPlace } from "./metric-places.ts";
import type { PolledEndpoint } from "./own-lines.ts";

// Sensors of ENTITY-SENSOR-MIB and its Cisco predecessor: one table for all that can be measured, where type, scale and
// precision of each row stand beside its value (RFC 3433 §2).

export const ENVIRONMENT = "Environment";

interface Quantity {
  readonly role: string;
  readonly title: string;
  readonly unit: string;
}

/** By the name and the number of the type. */
const QUANTITIES: Readonly<Record<string, Quantity>> = {
  celsius: { role: "temperature", title: "Temperature", unit: "DegreeCelsius" },
  8: { role: "temperature", title: "Temperature", unit: "DegreeCelsius" },
  rpm: { role: "fan", title: "Fan speed", unit: "RevolutionsPerMinute" },
  10: { role: "fan", title: "Fan speed", unit: "RevolutionsPerMinute" },
  watts: { role: "power", title: "Power", unit: "Watt" },
  6: { role: "power", title: "Power", unit: "Watt" },
  voltsDC: { role: "voltage", title: "Voltage", unit: "Volt" },
  4: { role: "voltage", title: "Voltage", unit: "Volt" },
  voltsAC: { role: "voltage", title: "Voltage (AC)", unit: "Volt" },
  3: { role: "voltage", title: "Voltage (AC)", unit: "Volt" },
  amperes: { role: "current", title: "Current", unit: "Ampere" },
  5: { role: "current", title: "Current", unit: "Ampere" },
  hertz: { role: "frequency", title: "Frequency", unit: "Hertz" },
  7: { role: "frequency", title: "Frequency", unit: "Hertz" },
  percentRH: { role: "humidity", title: "Humidity", unit: "Percent" },
  9: { role: "humidity", title: "Humidity", unit: "Percent" },
  dBm: { role: "optical", title: "Optical power", unit: "DecibelMilliWatt" },
  14: { role: "optical", title: "Optical power", unit: "DecibelMilliWatt" },
};

/** units(9) is 10^0, each step a thousand. */
const SCALES: readonly string[] = [
  "",
  "yocto",
  "zepto",
  "atto",
  "femto",
  "pico",
  "nano",
  "micro",
  "milli",
  "units",
  "kilo",
  "mega",
  "giga",
  "tera",
  "exa",
  "peta",
  "zetta",
  "yotta",
];
const UNITS_SCALE = 9;

export function sensorCharts(
  measured: readonly MeasuredPlace[],
  endpoint: PolledEndpoint,
): readonly DeviceChartJson[] {
  const charts = new Map<string, DeviceChartJson>();
  for (const { place, tuples } of withRole(measured, "sensor-value")) {
    for (const { equals, type, factor } of kindsOf(place, tuples)) {
      const quantity = QUANTITIES[type];
      const selector = ownSelector(place, endpoint, { more: equals });
      if (quantity === undefined || selector === undefined) continue;
      const scaled = topOf(factor === 1 ? selector : `(${selector}) * ${factor}`, place);
      const id = `sensor-${quantity.title.toLowerCase().replaceAll(/\W+/g, "-")}`;
      const chart = charts.get(id) ?? { id, group: ENVIRONMENT, ...quantity, series: [] };
      if (chart.series.some((one) => one.selector === scaled)) continue;
      charts.set(id, { ...chart, series: [...chart.series, { selector: scaled, label: quantity.title }] });
    }
  }
  return [...charts.values()];
}

interface SensorKind {
  readonly equals: readonly Equal[];
  readonly type: string;
  /** What a value times this is in the unit of its type. */
  readonly factor: number;
}

/** The combinations of type, scale and precision that the device's sensors have. */
function kindsOf(place: MetricPlace, tuples: MeasuredPlace["tuples"]): readonly SensorKind[] {
  const keyOf = (role: ObjectRole): string | undefined =>
    place.dimensions.find(({ meaning }) => meaning?.role === role)?.key;
  const keys = [keyOf("sensor-type"), keyOf("sensor-scale"), keyOf("sensor-precision")];
  const kinds = new Map<string, SensorKind>();
  for (const { dimensions } of tuples) {
    const texts = new Map(dimensions);
    const [type = "", scale = "units", precision = "0"] = keys.map((key) =>
      key === undefined ? undefined : texts.get(key),
    );
    const equals = keys.flatMap((key): Equal[] => {
      const value = key === undefined ? undefined : texts.get(key);
      return key === undefined || value === undefined ? [] : [[key, value]];
    });
    const factor = Number(`1e${3 * (scaleNumber(scale) - UNITS_SCALE) - Number(precision)}`);
    kinds.set(JSON.stringify(equals), { equals, type: plain(type), factor });
  }
  return [...kinds.values()].filter(({ factor }) => Number.isFinite(factor));
}

/** `celsius(8)` → `celsius`. */
const plain = (text: string): string => text.replace(/\(\d+\)$/, "");

function scaleNumber(text: string): number {
  const named = SCALES.indexOf(plain(text));
  return named > 0 ? named : Number(text);
}
