import { readdirSync, utimesSync } from "node:fs";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { removeLeftovers, removeStateLeftovers } from "../../../src/app/live/leftovers.ts";
import { ConfigurationWatch } from "../../../src/app/live/watch.ts";
import { FakeClock } from "../../support/fake-clock.ts";
import { manifest, Place } from "./live-setup.ts";

const UUID = "0b9d1c52-6d1f-4c8a-9a55-2f0a3f6f7c11";

let place: Place;
let clock: FakeClock;
beforeEach(() => {
  place = new Place();
  clock = new FakeClock();
});
afterEach(() => place.end());

function leave(name: string, ageMs = 61_000): void {
  const changedAt = new Date(clock.wallMs() - ageMs);
  utimesSync(place.write(name, "torn"), changedAt, changedAt);
}

const filesBelow = (folder: string): string[] =>
  readdirSync(place.path(folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name)
    .toSorted();

test("what killed writes left is taken away after a minute, and nothing that others may have made", async () => {
  leave(`config/credentials/core.json.${UUID}.new`);
  leave(`config/monitoring/a.json.${UUID}.new`);
  leave(`config/monitoring/young.json.${UUID}.new`, 59_000);
  for (const name of ["mine.new", `${UUID}.json`, `b.json.${UUID}.new.bak`, "c.json.new"]) {
    leave(`config/monitoring/${name}`);
  }
  leave(`config/extensions/package/snmp/x.${UUID}.new`);
  await removeLeftovers(place.path("config"), clock);
  expect(filesBelow("config")).toEqual(
    [
      `b.json.${UUID}.new.bak`,
      "c.json.new",
      "mine.new",
      `young.json.${UUID}.new`,
      `x.${UUID}.new`,
      `${UUID}.json`,
    ].toSorted(),
  );
});

test("of what is kept in dataDir the same is done, in the folders of versions and of the last good alone", async () => {
  leave("data/versions/configurations/a/000000000000001-0a.json.new");
  leave(`data/versions/credentials/core/000000000000001-0a.json.${UUID}.new`);
  leave("data/last-good/credentials/core.json.new");
  leave("data/last-good/0a.json.new");
  leave("data/queue/0.json.new");
  await removeStateLeftovers(place.path("data"), clock);
  expect([filesBelow("data/versions"), filesBelow("data/last-good"), filesBelow("data/queue")]).toEqual([
    [],
    [],
    ["0.json.new"],
  ]);
});

test("a service that runs takes them away, too", async () => {
  place.write("config/extensions/live.yaml", manifest("1.0.0"));
  const live = await place.open({}, { clock });
  const watch = new ConfigurationWatch(live, { config: place.config(), clock, logger: place.logger });
  watch.start();
  leave(`config/extensions/live.yaml.${UUID}.new`, 0);
  await vi.waitFor(
    async () => {
      await clock.advance(5_000);
      expect(filesBelow("config/extensions")).toEqual(["live.yaml"]);
    },
    { interval: 1, timeout: 20_000 },
  );
  await watch.stop();
});
