import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

const outDir = resolve(import.meta.dirname, "../../dist/ui");
const COMPRESSED = /\.(?:m?js|css|svg)$/;
const SHARED = /src\/ui\/(?:api|words|parts)\/(?!time-chart)|@tabler|@tanstack/;
/** Below, a compressed copy saves no packet. */
const COMPRESSED_BYTES_MIN = 1_000;

/** Files that never change are compressed once, as well as it goes. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle: async ({ dir = outDir }) => {
      const files = await readdir(dir, { recursive: true });
      await Promise.all(
        files.filter((file) => COMPRESSED.test(file)).map((file) => compress(join(dir, file))),
      );
    },
  };
}

async function compress(path: string): Promise<void> {
  const bytes = await readFile(path);
  if (bytes.length < COMPRESSED_BYTES_MIN) return;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  await Promise.all([
    writeFile(`${path}.br`, await promisify(brotliCompress)(bytes, quality)),
    writeFile(`${path}.gz`, await promisify(gzip)(bytes, { level: constants.Z_BEST_COMPRESSION })),
  ]);
}

/** The page where most begin, and where index.html names its files. */
const LIST = "devices/devices-page.tsx";
const LIST_PLACE = "__LIST_FILES__";

/** Lets `public/first.js` have the files of the list loaded beside the first ones, in place of after them. */
function listAhead(): Plugin {
  return {
    name: "list-ahead",
    transformIndexHtml: {
      order: "post",
      handler: (html, { bundle = {}, chunk }) => {
        const chunks = Object.values(bundle).filter((file) => file.type === "chunk");
        const list = chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(LIST) === true);
        const styles = list?.viteMetadata?.importedCss ?? [];
        const first = new Set([chunk?.fileName, ...(chunk?.imports ?? [])]);
        const scripts = new Set(list && [list.fileName]);
        // What is added while they are gone through is gone through, too.
        for (const script of scripts) {
          const imports = chunks.find(({ fileName }) => fileName === script)?.imports ?? [];
          for (const name of imports) if (!first.has(name)) scripts.add(name);
        }
        return html.replace(LIST_PLACE, [...scripts, ...styles].map((name) => `/ui/${name}`).join(" "));
      },
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  base: "/ui/",
  plugins: [react(), listAhead(), compressed()],
  build: {
    outDir,
    emptyOutDir: true,
    target: "es2023",
    // Nothing inlined: the content security policy knows files of this host alone.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
    rolldownOptions: {
      // What most pages share is one file instead of thirty of some hundred octets each.
      output: { codeSplitting: { groups: [{ name: "shared", test: SHARED, minShareCount: 3 }] } },
    },
  },
  worker: { format: "es" },
});
