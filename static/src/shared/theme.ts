// Light, dark, or as the system wants; switchable live. Without a choice the style sheet decides.

import { effect, signal } from "@preact/signals";
import { load, save } from "./store";

export type Theme = "system" | "light" | "dark";

const KEY = "soiree.theme";
const isTheme = (value: unknown): value is Theme => value === "system" || value === "light" || value === "dark";

/** The theme chosen. Set it to switch. */
export const theme = signal<Theme>("system");

/**
 * Starts the theme of a page: the one chosen before, else `fallback`. A stage keeps its choice apart from
 * the other pages (`scope`), so that a projector stays dark on a laptop that is light.
 */
export function startTheme(fallback: Theme = "system", scope = ""): void {
  const key = scope === "" ? KEY : `${KEY}.${scope}`;
  const kept = load<unknown>(key);
  theme.value = isTheme(kept) ? kept : fallback;
  effect(() => {
    const root = document.documentElement;
    if (theme.value === "system") delete root.dataset.theme;
    else root.dataset.theme = theme.value;
    save(key, theme.value);
  });
}
