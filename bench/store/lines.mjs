// Lines of W1 ports whose values and times are renewed in place, and a clock that only the bench moves.
import { silentLogger, systemRandom } from "../../dist/base/index.js";
import { DEFAULT_STORE } from "../../dist/config/index.js";
import { keptBatch, LineWriter } from "../../dist/ingest/index.js";
import { MetricStore } from "../../dist/store/index.js";
import { samplesOfDevice } from "../deliver/samples.mjs";

export const PORTS_PER_DEVICE = 20;
export const METRICS = 8;
export const MINUTE_MS = 60_000;
/** All values have as many. */
const DIGITS = 10;
const TIME_BYTES = 15;

/** Sleepers wake when the bench moves it; `asleep` resolves when the store has done its second. */
export class MovedClock {
  #nowMs = Math.floor(Date.now() / 86_400_000) * 86_400_000;
  #sleeper;
  #onAsleep = () => undefined;

  wallMs = () => Math.floor(this.#nowMs);
  monotonicMs = () => performance.now();

  sleepUntil = (_atMs, signal) =>
    new Promise((resolve, reject) => {
      const onAbort = () => reject(signal.reason);
      signal?.addEventListener("abort", onAbort, { once: true });
      this.#sleeper = () => {
        signal?.removeEventListener("abort", onAbort);
        resolve();
      };
      this.#onAsleep();
    });

  async asleep() {
    if (this.#sleeper === undefined) await new Promise((resolve) => (this.#onAsleep = resolve));
  }

  move(ms) {
    this.#nowMs += ms;
    const wake = this.#sleeper;
    this.#sleeper = undefined;
    wake?.();
  }
}

export function openStore(kv, clock) {
  const binding = {
    dimensions: [["dt.entity.network:interface", "CUSTOM_DEVICE-0123456789ABCDEF"]],
    seen() {},
  };
  return MetricStore.open({
    kv,
    clock,
    logger: silentLogger,
    binder: { generation: 1, bind: () => binding },
    settings: DEFAULT_STORE,
    random: systemRandom,
  });
}

export const devicesOf = (ports) =>
  Array.from({ length: Math.ceil(ports / PORTS_PER_DEVICE) }, (_, n) => deviceOf(n));

/** The lines of the ports of a device, and where in each its value stands. */
function deviceOf(n) {
  const ports = samplesOfDevice(n, 1_700_000_000_000).filter(({ dimensions }) => dimensions.length > 6);
  const samples = ports.map((sample) => ({ ...sample, value: 10 ** (DIGITS - 1) }));
  const { bytes, lines } = keptBatch(new LineWriter().write(samples, () => undefined));
  const at = [];
  for (let end = bytes.indexOf(10) + 1; end > 0; end = bytes.indexOf(10, end) + 1)
    at.push(end - TIME_BYTES - DIGITS);
  return { n, at, batch: { bytes: Buffer.from(bytes), lines, timestampMs: 0 } };
}

/** Other values and another time in the same lines: what the writer would write, without its cost. */
export function renewed({ batch, at, n }, atMs) {
  const time = String(atMs);
  for (let i = 0; i < at.length; i++) {
    writeDigits(batch.bytes, at[i], valueOf(i % METRICS, n * 331 + i, atMs / MINUTE_MS));
    batch.bytes.write(time, at[i] + DIGITS + 1, "latin1");
  }
  batch.timestampMs = atMs;
  return batch;
}

/** Two gauges that stay, octets in and out that never do, errors and discards that are rare. */
function valueOf(metric, seed, minute) {
  const base = 10 ** (DIGITS - 1);
  if (metric < 2) return base + metric;
  const chance = (Math.imul(seed ^ Math.imul(minute, 0x9e37_79b1), 0x85eb_ca6b) >>> 8) / 2 ** 24;
  if (metric < 4) return base + Math.floor(chance * 60_000_000);
  return chance > 0.98 ? base + Math.floor(chance * 50) : base;
}

function writeDigits(bytes, at, value) {
  let rest = value;
  for (let i = at + DIGITS - 1; i >= at; i--) {
    bytes[i] = 48 + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
