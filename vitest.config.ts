import { defineConfig } from "vitest/config";

const UI = "test/e2e/ui";
const FLEET = `${UI}/fleet.test.ts`;

interface BrowserTests {
  readonly name: string;
  readonly include: string[];
  readonly exclude: string[];
  readonly maxWorkers: number;
  readonly order: number;
}

function browser({ order, ...test }: BrowserTests) {
  const setupFiles = ["test/setup.ts"];
  return {
    test: {
      ...test,
      setupFiles,
      testTimeout: 120_000,
      hookTimeout: 120_000,
      sequence: { groupOrder: order },
    },
  };
}

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/peers/**", "test/e2e/ui/**"],
          setupFiles: ["test/setup.ts"],
          // A guard against hanging, not a measure: a busy machine may take three times as long.
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          // Much of a test is waiting; a third of the time was loading the same modules for each file.
          maxWorkers: 3,
          isolate: false,
          restoreMocks: true,
          unstubGlobals: true,
        },
      },
      // Need Debian's chromium, and are the UI as people have it; `.ci/run` installs it. What measures runs alone.
      browser({
        name: "browser",
        include: [`${UI}/**/*.test.ts`],
        exclude: [FLEET],
        maxWorkers: 2,
        order: 0,
      }),
      browser({ name: "browser-fleet", include: [FLEET], exclude: [], maxWorkers: 1, order: 1 }),
      {
        // Needs Debian's snmp, snmpd, snmpsim and prometheus; `.ci/run` installs them.
        test: {
          name: "peers",
          include: ["test/peers/**/*.test.ts"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 180_000,
          hookTimeout: 60_000,
          maxWorkers: 1,
        },
      },
    ],
  },
});
