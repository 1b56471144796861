import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/peers/**"],
          setupFiles: ["test/setup.ts"],
          testTimeout: 20_000,
          maxWorkers: 2,
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
