import { expect, test } from "vitest";
import { limiter } from "../../src/app/limiter.ts";
import { createNameService } from "../../src/app/names.ts";
import { FakeClock } from "../support/fake-clock.ts";

const never = () => new Promise<never>(() => {});

function service(lookups: {
  addresses?: (host: string) => Promise<readonly string[]>;
  name?: (address: string) => Promise<string>;
}) {
  const clock = new FakeClock();
  const asked: string[] = [];
  const names = createNameService(clock, {
    addresses: (host) => {
      asked.push(host);
      return lookups.addresses?.(host) ?? never();
    },
    name: (address) => {
      asked.push(address);
      return lookups.name?.(address) ?? never();
    },
  });
  return { names, clock, asked };
}

test("a numeric address is its own address and is not looked up", async () => {
  const { names, asked } = service({});
  expect(await names.addressesOf("192.0.2.1")).toEqual(["192.0.2.1"]);
  expect(await names.addressesOf("2001:db8::1")).toEqual(["2001:db8::1"]);
  expect(asked).toEqual([]);
});

test("a host name is looked up once, however many ask, until it is forgotten", async () => {
  const { names, asked } = service({ addresses: () => Promise.resolve(["192.0.2.7"]) });
  await Promise.all([names.addressesOf("sw"), names.addressesOf("sw")]);
  expect(await names.addressesOf("sw")).toEqual(["192.0.2.7"]);
  expect(asked).toEqual(["sw"]);
  names.forget("sw");
  await names.addressesOf("sw");
  expect(asked).toEqual(["sw", "sw"]);
});

test("a name whose look-up is under way is not asked for again, however often it is forgotten", async () => {
  const { names, asked, clock } = service({});
  for (let polls = 0; polls < 3; polls++) {
    const answer = names.addressesOf("sw");
    answer.catch(() => undefined);
    await clock.advance(5_000);
    await expect(answer).rejects.toThrow("within 5 s");
    names.forget("sw");
  }
  expect(asked).toEqual(["sw"]);
});

test("a reverse name whose turn comes when nobody waits for it any more is not looked up", async () => {
  const late: ((name: string) => void)[] = [];
  const { names, asked, clock } = service({ name: () => new Promise((resolve) => late.push(resolve)) });
  const answers = ["192.0.2.1", "192.0.2.2", "192.0.2.3"].map((address) => names.nameOf(address));
  await clock.advance(1_000);
  for (const answer of late) answer("too-late");
  expect(await Promise.all(answers)).toEqual([undefined, undefined, undefined]);
  await clock.advance(1);
  expect(asked).toEqual(["192.0.2.1", "192.0.2.2"]);
});

test("all addresses of a name are given, in the resolver's order, each once, four at most", async () => {
  const all = ["2001:db8::7", "192.0.2.7", "2001:db8::7", "192.0.2.8", "192.0.2.9", "192.0.2.10"];
  const { names } = service({ addresses: () => Promise.resolve(all) });
  expect(await names.addressesOf("sw")).toEqual(["2001:db8::7", "192.0.2.7", "192.0.2.8", "192.0.2.9"]);
});

test("a failed look-up is tried again at the next call", async () => {
  let fails = true;
  const { names } = service({
    addresses: () => (fails ? Promise.reject(new Error("ENOTFOUND")) : Promise.resolve(["192.0.2.7"])),
  });
  await expect(names.addressesOf("sw")).rejects.toThrow("ENOTFOUND");
  fails = false;
  expect(await names.addressesOf("sw")).toEqual(["192.0.2.7"]);
});

test("a reverse name within a second is used; a slow or failing DNS gives none, and is not asked again", async () => {
  const { names } = service({ name: () => Promise.resolve("sw.example.net") });
  expect(await names.nameOf("192.0.2.7")).toBe("sw.example.net");

  const failing = service({ name: () => Promise.reject(new Error("ENOTFOUND")) });
  expect(await failing.names.nameOf("192.0.2.7")).toBeUndefined();

  const slow = service({});
  const answer = slow.names.nameOf("192.0.2.7");
  await slow.clock.advance(1_000);
  expect(await answer).toBeUndefined();
  await slow.names.nameOf("192.0.2.7");
  expect(slow.asked).toEqual(["192.0.2.7"]);
});

test("a system that echoes the address instead of a name has none", async () => {
  const { names } = service({ name: (address) => Promise.resolve(address) });
  expect(await names.nameOf("192.0.2.7")).toBeUndefined();
});

test("a limiter runs so many at once and goes on after a failure", async () => {
  const turn = limiter(2);
  let running = 0;
  let most = 0;
  const job = async (): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    running -= 1;
    throw new Error("no matter");
  };
  await Promise.allSettled(Array.from({ length: 9 }, () => turn(job)));
  expect({ most, running }).toEqual({ most: 2, running: 0 });
});
