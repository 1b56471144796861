import { beforeEach, describe, expect, test } from "vitest";
import { seededRandom } from "../../../src/base/index.ts";
import type { EngineNotice } from "../../../src/snmp/index.ts";
import type { Arrival, Channel, ChannelTarget } from "../../../src/snmp/transport/channel.ts";
import type {
  DatagramEvents,
  DatagramSocket,
  DatagramSocketOptions,
} from "../../../src/snmp/transport/network.ts";
import { Transport } from "../../../src/snmp/transport/transport.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { communityMessage } from "../wire/messages.ts";

// One device's way through own and shared sockets, on sockets that note what is done to them.

class NotedSocket implements DatagramSocket {
  readonly options: DatagramSocketOptions;
  readonly events: DatagramEvents;
  readonly sent: string[] = [];
  closed = false;

  constructor(options: DatagramSocketOptions, events: DatagramEvents) {
    this.options = options;
    this.events = events;
  }

  send(_bytes: Uint8Array, port: number, address: string): void {
    this.sent.push(`${address} ${port}`);
  }

  localPort(): number {
    return 40_000;
  }

  close(): void {
    this.closed = true;
  }

  fail(code: string, more: object = {}): void {
    this.events.onError(Object.assign(new Error(code), { code, ...more }));
  }
}

const DEVICE: ChannelTarget = {
  address: "192.0.2.1",
  port: 161,
  unconnected: false,
  alternateSource: undefined,
};
const OTHER: ChannelTarget = { ...DEVICE, address: "192.0.2.2" };
const BYTES = new Uint8Array(1);

let sockets: NotedSocket[];
let transport: Transport;
let arrivals: Pick<Arrival, "address" | "fromPeer" | "mayBeElsewhere">[];
let unreachable: string[];
let noise: number;
let notices: EngineNotice[];

function transportOf(host: { readonly ownSocketsMax?: number; readonly sockets?: number } = {}): Transport {
  const { sockets: count = 2, ...rest } = host;
  return new Transport({
    clock: new FakeClock(),
    random: seededRandom(1),
    openSocket: (options, events) => {
      const socket = new NotedSocket(options, events);
      sockets.push(socket);
      return socket;
    },
    options: { sockets: count, bindAddress4: "198.51.100.7" },
    onNotice: (notice) => notices.push(notice),
    ...rest,
  });
}

beforeEach(() => {
  [sockets, arrivals, unreachable, noise, notices] = [[], [], [], 0, []];
  transport = transportOf();
});

function open(target: ChannelTarget = DEVICE, over: Transport = transport): Channel {
  return over.open(target, {
    onNoise: () => noise++,
    onUnreachable: ({ code }) => unreachable.push(`${target.address} ${code}`),
  });
}

/** Waits for an answer, and notes what comes. */
function awaitOn(channel: Channel): number {
  return channel.await("request-id", {
    channel,
    receive: ({ address, fromPeer, mayBeElsewhere }) => arrivals.push({ address, fromPeer, mayBeElsewhere }),
  });
}

const own = () => sockets.filter(({ options }) => options.peer !== undefined);
const shared = () => sockets.filter(({ options }) => options.peer === undefined);

describe("own and shared sockets", () => {
  test("nothing is open before something is sent", () => {
    awaitOn(open());
    expect(sockets).toEqual([]);
  });

  test("a device that has not answered yet is asked through a connected socket of its own", () => {
    const channel = open();
    awaitOn(channel);
    channel.send(BYTES);
    channel.send(BYTES);
    expect(sockets.map(({ options }) => options)).toEqual([
      {
        family: 4,
        bindAddress: "198.51.100.7",
        peer: { address: "192.0.2.1", port: 161 },
        receiveBufferBytes: 8_388_608,
      },
    ]);
    expect(sockets[0]!.sent).toHaveLength(2);
  });

  test("from its first answer on it uses a shared one, and its own is closed when nobody waits on it", () => {
    const channel = open();
    const id = awaitOn(channel);
    channel.send(BYTES);
    channel.answered();
    expect(own()[0]!.closed).toBe(false);
    channel.forget("request-id", id);
    expect(own()[0]!.closed).toBe(true);
    channel.send(BYTES);
    expect(shared().map(({ sent }) => sent)).toEqual([["192.0.2.1 161"]]);
  });

  test("after it has fallen silent it gets one of its own again", () => {
    const channel = open();
    channel.answered();
    channel.fellSilent();
    channel.send(BYTES);
    expect([own().length, shared().length]).toEqual([1, 0]);
  });

  test("with enableUnconnectedUdp it never has one", () => {
    open({ ...DEVICE, unconnected: true }).send(BYTES);
    expect([own().length, shared().length]).toEqual([0, 1]);
  });

  test("devices beyond the number of own sockets go without, until one is free again", () => {
    transport = transportOf({ ownSocketsMax: 1 });
    const [first, second] = [open(), open(OTHER)];
    const id = awaitOn(first);
    first.send(BYTES);
    second.send(BYTES);
    expect([own().length, shared().length]).toEqual([1, 1]);
    first.forget("request-id", id);
    second.send(BYTES);
    expect(own().map(({ options }) => options.peer?.address)).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  test("with no descriptor left, what was sent goes through a shared one", () => {
    const channel = open();
    awaitOn(channel);
    channel.send(BYTES);
    channel.send(BYTES);
    own()[0]!.fail("EMFILE");
    expect(shared()[0]!.sent).toHaveLength(2);
    expect([own()[0]!.closed, unreachable]).toEqual([true, []]);
  });

  test("a thousand devices share as many sockets as configured, IPv6 apart from IPv4", () => {
    for (let i = 0; i < 1_000; i++) {
      const channel = open({
        ...DEVICE,
        address: i % 2 === 0 ? `10.0.${i >> 8}.${i & 255}` : `2001:db8::${i}`,
      });
      channel.answered();
      channel.send(BYTES);
    }
    const families = shared().map(({ options }) => options.family);
    expect([4, 6].map((family) => families.filter((other) => other === family).length)).toEqual([2, 2]);
  });

  test("a link-local device is sent to with its zone, and known by its address", () => {
    const channel = open({ ...DEVICE, address: "fe80::1%eth0" });
    channel.send(BYTES);
    channel.answered();
    channel.send(BYTES);
    expect(own()[0]!.options.peer?.address).toBe("fe80::1%eth0");
    expect(shared()[0]!.sent).toEqual(["fe80::1%eth0 161"]);
    expect(channel.isPeer("fe80::1%eth0", 161)).toBe(true);
  });

  test("the last device that leaves closes the shared socket", () => {
    transport = transportOf({ sockets: 1 });
    const channels = [open(), open(OTHER)];
    for (const channel of channels) {
      channel.answered();
      channel.send(BYTES);
    }
    channels[0]!.close();
    channels[0]!.close();
    expect(shared()[0]!.closed).toBe(false);
    channels[1]!.close();
    expect(shared()[0]!.closed).toBe(true);
  });

  test("a closed channel sends nothing", () => {
    const channel = open();
    channel.close();
    channel.send(BYTES);
    expect(sockets).toEqual([]);
  });
});

describe("errors", () => {
  test("of a device's own socket are that device's, and its next request gets another socket", () => {
    const channel = open();
    awaitOn(channel);
    channel.send(BYTES);
    own()[0]!.fail("ECONNREFUSED");
    channel.send(BYTES);
    expect(unreachable).toEqual(["192.0.2.1 ECONNREFUSED"]);
    expect(own().map(({ closed }) => closed)).toEqual([true, false]);
  });

  test("of one datagram on a shared socket are those of whom it was for, and the socket stays", () => {
    transport = transportOf({ sockets: 1 });
    for (const channel of [open(), open(OTHER)]) {
      channel.answered();
      awaitOn(channel);
      channel.send(BYTES);
    }
    shared()[0]!.fail("EHOSTUNREACH", { syscall: "send", address: "192.0.2.2", port: 161 });
    expect(unreachable).toEqual(["192.0.2.2 EHOSTUNREACH"]);
    expect(shared()).toMatchObject([{ closed: false }]);
  });

  test.each(["ENOBUFS", "ENOMEM", "EAGAIN"])("%s is a lost datagram, no reason to give up", (code) => {
    const channel = open();
    channel.answered();
    awaitOn(channel);
    channel.send(BYTES);
    shared()[0]!.fail(code, { syscall: "send", address: "192.0.2.1", port: 161 });
    expect([unreachable, shared()[0]!.closed]).toEqual([[], false]);
  });

  test("a lost datagram is none on a socket of the device's own either", () => {
    const channel = open();
    awaitOn(channel);
    channel.send(BYTES);
    own()[0]!.fail("ENOBUFS", { syscall: "send", address: "192.0.2.1", port: 161 });
    expect([unreachable, own()[0]!.closed]).toEqual([[], false]);
  });

  test("of a shared socket itself end what waits on it, and the next send opens another", () => {
    transport = transportOf({ sockets: 1 });
    const [waiting, idle] = [open(), open(OTHER)];
    for (const channel of [waiting, idle]) {
      channel.answered();
      channel.send(BYTES);
    }
    awaitOn(waiting);
    shared()[0]!.fail("EBADF");
    expect(unreachable).toEqual(["192.0.2.1 EBADF"]);
    waiting.send(BYTES);
    expect(shared().map(({ closed }) => closed)).toEqual([true, false]);
    shared()[0]!.fail("EBADF"); // of the socket that is closed: no news
    expect(unreachable).toHaveLength(1);
  });
});

describe("a datagram", () => {
  const arrive = (bytes: Uint8Array, address: string, port = 161) =>
    transport.onDatagram(bytes, address, port);
  const replyTo = (requestId: number) => communityMessage({ requestId });

  test("reaches who waits for its id, and tells whether it comes from the device", () => {
    const id = awaitOn(open());
    arrive(replyTo(id), "192.0.2.1");
    arrive(replyTo(id), "::ffff:192.0.2.1");
    arrive(replyTo(id), "192.0.2.1", 1_161);
    arrive(replyTo(id), "192.0.2.9");
    expect(arrivals.map(({ fromPeer }) => fromPeer)).toEqual([true, true, false, false]);
  });

  test("of an id that nobody waits for, or no longer, is nobody's", () => {
    const channel = open();
    const id = awaitOn(channel);
    arrive(replyTo(id ^ 1), "192.0.2.1");
    channel.forget("request-id", id);
    arrive(replyTo(id), "192.0.2.1");
    expect(arrivals).toEqual([]);
  });

  test("from the alternate source is from the device, once that is learned and only with enableUnconnectedUdp", () => {
    for (const unconnected of [true, false]) {
      const channel = open({ ...DEVICE, unconnected });
      const id = awaitOn(channel);
      channel.learnSource("2001:DB8::9", 99);
      arrive(replyTo(id), "2001:db8::9", 99);
      channel.close();
    }
    expect(arrivals.map(({ fromPeer, mayBeElsewhere }) => [fromPeer, mayBeElsewhere])).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  test("that is no SNMP message at all is noise of all channels to that endpoint, and of no other", () => {
    open();
    open();
    open(OTHER);
    arrive(Buffer.from("HTTP/1.1 400"), "192.0.2.1");
    arrive(Buffer.from("HTTP/1.1 400"), "192.0.2.1", 80);
    expect(noise).toBe(2);
  });
});
