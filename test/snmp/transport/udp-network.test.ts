import { createSocket } from "node:dgram";
import { once } from "node:events";
import { afterEach, expect, test } from "vitest";
import type { DatagramSocket, DatagramSocketOptions } from "../../../src/snmp/transport/network.ts";
import { openUdpSocket } from "../../../src/snmp/transport/udp-network.ts";

// The host's own sockets, on the loopback.

const LOOPBACK = { 4: "127.0.0.1", 6: "::1" } as const;
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** Answers each datagram with itself. */
async function echo(family: 4 | 6): Promise<number> {
  const server = createSocket(family === 4 ? "udp4" : "udp6");
  server.on("message", (bytes, { port, address }) => server.send(bytes, port, address));
  server.bind(0, LOOPBACK[family]);
  await once(server, "listening");
  closing.push(() => server.close());
  return server.address().port;
}

function open(options: Partial<DatagramSocketOptions>) {
  const heard: string[] = [];
  const errors: (string | undefined)[] = [];
  let wake = () => {};
  const socket: DatagramSocket = openUdpSocket(
    { family: 4, bindAddress: undefined, peer: undefined, receiveBufferBytes: 65_536, ...options },
    {
      onDatagram: (bytes, address, port) => {
        heard.push(`${Buffer.from(bytes).toString()} ${address} ${port}`);
        wake();
      },
      onError: ({ code }) => {
        errors.push(code);
        wake();
      },
    },
  );
  closing.push(() => socket.close());
  const event = () => new Promise<void>((resolve) => (wake = resolve));
  return { socket, heard, errors, event };
}

test.each([4, 6] as const)(
  "IPv%i: what is sent before the socket is ready is kept for it, in order",
  async (family) => {
    const port = await echo(family);
    const { socket, heard, event } = open({ family });
    socket.send(Buffer.from("one"), port, LOOPBACK[family]);
    socket.send(Buffer.from("two"), port, LOOPBACK[family]);
    while (heard.length < 2) await event();
    expect(heard).toEqual([`one ${LOOPBACK[family]} ${port}`, `two ${LOOPBACK[family]} ${port}`]);
    expect(socket.localPort()).toBeGreaterThan(0);
  },
);

test("a connected socket speaks to its peer, and hears that nobody is there", async () => {
  const port = await echo(4);
  const { socket, heard, event } = open({ peer: { address: "127.0.0.1", port } });
  socket.send(Buffer.from("one"), port, "127.0.0.1");
  await event();
  expect(heard).toEqual([`one 127.0.0.1 ${port}`]);
  for (const close of closing.splice(0)) close();
  const closed = open({ peer: { address: "127.0.0.1", port } });
  closed.socket.send(Buffer.from("two"), port, "127.0.0.1");
  await closed.event();
  expect(closed.errors).toEqual(["ECONNREFUSED"]);
});

test("requests leave from the address that was configured", async () => {
  const server = createSocket("udp4");
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => server.close());
  const { socket } = open({ bindAddress: "127.0.0.2" });
  const message = once(server, "message");
  socket.send(Buffer.from("one"), server.address().port, "127.0.0.1");
  const [, from] = (await message) as [Buffer, { readonly address: string }];
  expect(from.address).toBe("127.0.0.2");
});

test("an address that this host does not have is an error, later and not thrown", async () => {
  const { errors, event } = open({ bindAddress: "203.0.113.1" });
  expect(errors).toEqual([]);
  await event();
  expect(errors).toEqual(["EADDRNOTAVAIL"]);
});

test("the error of a datagram says whom it was for", async () => {
  let error: NodeJS.ErrnoException & { readonly address?: string; readonly port?: number } = new Error(
    "none",
  );
  const failed = new Promise<void>((resolve) => {
    const socket = openUdpSocket(
      { family: 4, bindAddress: "127.0.0.1", peer: undefined, receiveBufferBytes: 65_536 },
      {
        onDatagram: () => {},
        onError: (cause) => {
          error = cause;
          resolve();
        },
      },
    );
    closing.push(() => socket.close());
    socket.send(Buffer.alloc(65_600), 9, "127.0.0.1"); // more than a datagram can hold
  });
  await failed;
  expect(error).toMatchObject({ code: "EMSGSIZE", syscall: "send", address: "127.0.0.1", port: 9 });
});

test("a socket that was closed says nothing more, and closing twice is harmless", async () => {
  const port = await echo(4);
  const { socket, heard, errors } = open({});
  socket.send(Buffer.from("one"), port, "127.0.0.1");
  socket.close();
  socket.close();
  socket.send(Buffer.from("two"), port, "127.0.0.1");
  await new Promise((resolve) => setTimeout(resolve, 30));
  expect([heard, errors, socket.localPort()]).toEqual([[], [], undefined]);
});
