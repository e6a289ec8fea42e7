// Starts a page: theme, live regions, then its root.

import { render, type ComponentChild } from "preact";
import { startAnnouncements } from "../announce";
import { startTheme, type Theme } from "../theme";

/** Puts a page into `#app`. */
export function startPage(root: ComponentChild, options: { theme?: Theme; themeScope?: string } = {}): void {
  startTheme(options.theme, options.themeScope);
  startAnnouncements();
  const app = document.getElementById("app");
  if (app !== null) render(root, app);
}
