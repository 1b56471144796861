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

export default defineConfig({
  root: import.meta.dirname,
  base: "/ui/",
  plugins: [react(), compressed()],
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
