// Bundles every src/**/*.test.ts and runs them with node's own test runner.
import { spawnSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import esbuild from "esbuild";
import { common, here } from "./esbuild.shared.mjs";

const files = (await readdir(path.join(here, "src"), { recursive: true }))
  .filter((name) => /\.test\.tsx?$/.test(name))
  .map((name) => path.join("src", name));
const out = await mkdtemp(path.join(os.tmpdir(), "soiree-tests-"));
await esbuild.build({
  ...common,
  target: "node20",
  platform: "node",
  entryPoints: files,
  outdir: out,
  outbase: "src",
  outExtension: { ".js": ".mjs" },
  sourcemap: "inline",
});
const built = (await readdir(out, { recursive: true })).filter((name) => name.endsWith(".mjs"));
const run = spawnSync(process.execPath, ["--enable-source-maps", "--test", ...built.map((name) => path.join(out, name))], {
  stdio: "inherit",
});
await rm(out, { recursive: true, force: true });
process.exit(run.status ?? 1);
