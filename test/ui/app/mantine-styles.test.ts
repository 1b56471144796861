import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { PROJECT } from "../../support/program.ts";

const UI = join(PROJECT, "src/ui");
const STYLES = join(PROJECT, "node_modules/@mantine/core/styles");

test("each component of Mantine that is used has its styles", () => {
  const imported = readFileSync(join(UI, "app/mantine.css"), "utf8");
  const used = readdirSync(UI, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .flatMap((file) =>
      [...readFileSync(join(UI, file), "utf8").matchAll(/import \{([^}]*)\} from "@mantine\/core"/g)].flatMap(
        ([, names = ""]) => names.split(",").map((name) => name.trim()),
      ),
    );
  const styled = new Set(used.filter((name) => existsSync(join(STYLES, `${name}.css`))));
  expect(styled.size).toBeGreaterThan(30);
  expect([...styled].filter((name) => !imported.includes(`/styles/${name}.layer.css"`))).toEqual([]);
});
