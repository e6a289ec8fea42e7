// What the build, the tests and the gallery have in common: esbuild's settings and the one plug-in.
import { readdir } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const here = path.dirname(fileURLToPath(import.meta.url));

// `import all from "locales:./locales"` is every language file of that folder, so that adding a
// language is adding a file.
const locales = {
  name: "locales",
  setup(build) {
    build.onResolve({ filter: /^locales:/ }, (args) => ({
      path: path.resolve(args.resolveDir, args.path.slice("locales:".length)),
      namespace: "locales",
    }));
    build.onLoad({ filter: /.*/, namespace: "locales" }, async (args) => {
      const names = (await readdir(args.path)).filter((name) => /^[a-z]{2}(-[A-Z]{2})?\.ts$/.test(name)).sort();
      const lines = names.map((name, i) => `import m${i} from "./${name}";`);
      const pairs = names.map((name, i) => `${JSON.stringify(name.slice(0, -3))}: m${i}`);
      return {
        contents: `${lines.join("\n")}\nexport default { ${pairs.join(", ")} };`,
        resolveDir: args.path,
        loader: "ts",
        watchDirs: [args.path],
      };
    });
  },
};

/** @type {import("esbuild").BuildOptions} */
export const common = {
  absWorkingDir: here,
  bundle: true,
  format: "esm",
  jsx: "automatic",
  jsxImportSource: "preact",
  // A phone of five years ago.
  target: ["es2020", "chrome88", "safari14", "firefox88"],
  // Safari 14's fault with destructuring is in a corner (nested defaults in loops) that we do not enter.
  supported: { destructuring: true },
  charset: "utf8",
  legalComments: "none",
  logLevel: "warning",
  plugins: [locales],
};
