import { expect, test } from "vitest";
import { extensionOverviews } from "../../../src/app/authoring/extension-overview.ts";
import { installedOf } from "../../support/onboarding.ts";
import { SMALL_EXTENSION } from "../../support/small-extension.ts";

test("extensions are listed by name with all versions, newest first, and say which one is active", async () => {
  const versions = ["1.9.0", "1.10.0"].map((version) =>
    SMALL_EXTENSION.replace("version: 1.0.0", `version: ${version}`),
  );
  const installed = await Promise.all(versions.map(installedOf));
  const [small] = extensionOverviews({ installed, activeVersions: new Map([["custom:small", "1.9.0"]]) });
  expect(small).toMatchObject({ name: "custom:small", active: "1.9.0" });
  expect(small?.versions.map(({ version }) => version)).toEqual(["1.10.0", "1.9.0"]);
  expect(small?.versions[0]).toMatchObject({ dataSources: ["snmp"], metrics: 2, author: "me", fixed: true });
});

test("an active version that is gone is none", async () => {
  const installed = [await installedOf(SMALL_EXTENSION)];
  const [small] = extensionOverviews({ installed, activeVersions: new Map([["custom:small", "9.0.0"]]) });
  expect(small).not.toHaveProperty("active");
});
