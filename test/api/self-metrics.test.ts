import { expect, test } from "vitest";
import { selfMetrics } from "../../src/api/index.ts";
import { SNAPSHOT } from "../support/snapshot.ts";

const textOf = (parts = {}) => selfMetrics(() => ({ ...SNAPSHOT, ...parts }))();

test("every metric has HELP and TYPE, and counters end in _total", async () => {
  const text = await textOf();
  const types = [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  expect(types.length).toBeGreaterThan(20);
  for (const [, name, type] of types) {
    expect(text).toContain(`# HELP ${name} `);
    expect(name).toMatch(/^snmpgate_/);
    expect(type).toBe(name?.endsWith("_total") === true ? "counter" : "gauge");
  }
});

test.each([
  'snmpgate_info{version="0.1.0"} 1',
  'snmpgate_sink_queued_lines{sink="tenant"} 12',
  'snmpgate_sink_queued_bytes{sink="tenant"} 3400',
  'snmpgate_sink_oldest_age_seconds{sink="tenant"} 1.5',
  'snmpgate_sink_delivered_lines_total{sink="tenant"} 100',
  'snmpgate_sink_rejected_lines_total{sink="tenant"} 3',
  'snmpgate_sink_dropped_lines_total{sink="tenant",reason="tooOld"} 7',
  'snmpgate_sink_last_send_seconds{sink="tenant"} 0.25',
  'snmpgate_thread_event_loop_delay_p99_seconds{thread="main"} 0.02',
  'snmpgate_thread_busy_ratio{thread="main"} 0.25',
  "snmpgate_kernel_udp_dropped_datagrams_total 4",
  'snmpgate_polls_total{result="partial"} 2',
  'snmpgate_devices{code="OK"} 199',
  "snmpgate_ingest_accepted_lines_total 50",
  "snmpgate_ingest_rejected_lines_total 1",
  "snmpgate_otlp_received_datapoints_total 30",
  "snmpgate_otlp_accepted_datapoints_total 28",
  'snmpgate_otlp_rejected_datapoints_total{reason="UNSUPPORTED_SUMMARY"} 2',
  "snmpgate_process_resident_memory_bytes 1000000",
  "snmpgate_process_cpu_seconds_total 12.5",
])("%s is told", async (line) => {
  expect((await textOf()).split("\n")).toContain(line);
});

test("a sink that has not sent yet has no duration, rather than zero", async () => {
  const [sink] = SNAPSHOT.sinks;
  const text = await textOf({ sinks: [{ ...sink, lastSendMs: undefined }] });
  expect(text).not.toContain("snmpgate_sink_last_send_seconds{");
});

test("a scrape tells what is now: nothing adds up, and what is gone is gone", async () => {
  let snapshot = SNAPSHOT;
  const metrics = selfMetrics(() => snapshot);
  expect(await metrics()).toBe(await metrics());
  snapshot = { ...SNAPSHOT, devices: { TIMEOUT: 1 } };
  const text = await metrics();
  expect(text).toContain('snmpgate_devices{code="TIMEOUT"} 1');
  expect(text).not.toContain('code="OK"');
});
