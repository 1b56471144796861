import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/peers/**", "test/e2e/ui/**"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 20_000,
          maxWorkers: 2,
        },
      },
      {
        // Needs Debian's chromium, and is the UI as people have it; `.ci/run` installs it.
        test: {
          name: "browser",
          include: ["test/e2e/ui/**/*.test.ts"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 120_000,
          maxWorkers: 1,
        },
      },
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
