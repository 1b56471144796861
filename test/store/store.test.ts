import { expect, test, vi } from "vitest";
import { seededRandom, silentLogger } from "../../src/base/index.ts";
import { DEFAULT_STORE } from "../../src/config/index.ts";
import { Store } from "../../src/store/index.ts";
import { compileTopology } from "../../src/topology/index.ts";
import { NETWORK } from "../support/entity-lines.ts";
import { FakeClock } from "../support/fake-clock.ts";

test("a fault that entities alone have met is told with its remedy", async () => {
  const store = await Store.open({
    folder: "/nowhere",
    settings: { ...DEFAULT_STORE, enabled: false },
    rules: compileTopology([NETWORK]),
    clock: new FakeClock(),
    random: seededRandom(1),
    logger: silentLogger,
  });
  const fault = { code: "store.full", message: "the disk is full", remedy: "Make room.", sinceMs: 0 };
  vi.spyOn(store.entities, "fault", "get").mockReturnValue(fault);
  expect(store.figures().fault).toBe("the disk is full. Make room.");
  await store.close();
});
