/** Every language file of a folder, by language code: see esbuild.shared.mjs. */
declare module "locales:*" {
  const all: Record<string, unknown>;
  export default all;
}
declare module "*.css";
