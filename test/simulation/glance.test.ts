import { afterEach, expect, test } from "vitest";
import { localPart, type Part } from "../../src/app/part.ts";
import { Shard, type ShardOptions } from "../../src/app/shard.ts";
import type { ShardEvents, TaskName } from "../../src/app/shard-events.ts";
import { ShardOutbox } from "../../src/app/shard-outbox.ts";
import { takePolls } from "../../src/app/taken-polls.ts";
import { VirtualBench } from "../support/virtual-bench.ts";
import { MINUTE_MS, VirtualService } from "../support/virtual-service.ts";
import { octetsPerMs, switchMib } from "../support/virtual-switch.ts";

// How devices are at a glance, through the whole service in virtual time: polled in the main thread, and as messages of
// another one.

const PORTS = 3;
/** Each port counts its own number of octets in a millisecond. */
const BPS = [1, 2, 3].reduce((sum, port) => sum + octetsPerMs(port), 0) * 1_000 * 8;

const bench = new VirtualBench();
afterEach(() => bench.clean());

/** What a shard tells goes through messages, as from a thread. */
function byMessages(options: ShardOptions) {
  return (events: ShardEvents): readonly Part[] => {
    const names: TaskName[] = [];
    const outbox = new ShardOutbox({
      clock: options.clock,
      post: (message) => {
        takePolls(structuredClone(message), names, events);
        outbox.taken(message.lines.bytes.length);
      },
    });
    return [localPart(new Shard(options, outbox))];
  };
}

test.each([
  ["in the main thread", {}],
  ["by messages of a thread", { parts: byMessages }],
])(
  "%s: ports and traffic of a switch that is there, and nothing but traffic of one that went away",
  async (_, parts) => {
    const [there, gone] = [1, 2].map((i) => bench.agent({ address: `192.0.2.${i}`, mib: switchMib(PORTS) }));
    const virtual = new VirtualService(bench, { devices: [{ agent: there! }, { agent: gone! }], ...parts });
    await virtual.minutes(4);
    gone!.reboot({ downMs: 60 * MINUTE_MS });
    await virtual.minutes(3);
    const members = [...virtual.service.fleet(0)];
    expect(members.map(({ device }) => device.verdict.code)).toEqual(["OK", "DEVICE_CONNECTION_ERROR"]);
    const [ok, silent] = members.map(({ glance }) => glance);
    expect(ok).toMatchObject({ portsUp: PORTS, portsDown: 0, slotMs: MINUTE_MS });
    expect(Math.abs(ok!.inBps! / BPS - 1)).toBeLessThan(0.01);
    expect(ok!.traffic.every((share) => share >= 99)).toBe(true);
    expect(ok!.traffic.length).toBeGreaterThanOrEqual(4);
    expect(silent).toMatchObject({ portsUp: undefined, inBps: undefined });
    expect(silent!.traffic.at(-1)).toBe(-1);
    await virtual.stop();
  },
);
