// The chat widget: `<script src="https://soiree.example/widget.js" data-key="KEY" async></script>` puts it on any page.
//
// It lives in a shadow root, so that neither page sees the other's styles; it sets no cookie and talks only to the
// server that it came from. Attributes: `data-key` (the channel's key), `data-lang`, `data-user` (the visitor's id),
// `data-color` (of the button, as #rrggbb), and `data-meta-NAME` for what the page knows of the visitor. It is dark where
// the page says of itself that it is (`color-scheme`).

import { render } from "preact";
import { paint } from "./paint";
import { Widget } from "./panel";
import { startSession, type Settings } from "./session";
import { css } from "./style";
import { textsFor } from "./texts";

/** A metadata attribute: `data-meta-plan` arrives as `metaPlan`. */
const META = /^meta([A-Z].*)$/;

function settingsOf(script: HTMLScriptElement): Settings | null {
  const { key, lang, user } = script.dataset;
  if (key === undefined || key === "") {
    console.error("Soirée's chat: the script needs data-key, the channel's key.");
    return null;
  }
  const metadata: Record<string, string> = {};
  for (const [name, value] of Object.entries(script.dataset)) {
    const found = META.exec(name)?.[1];
    if (found !== undefined && value !== undefined) metadata[found.toLowerCase()] = value;
  }
  const language = lang ?? (document.documentElement.lang || navigator.language);
  return { origin: new URL(script.src).origin, key, language: language.slice(0, 2).toLowerCase(), user: user ?? null, metadata };
}

function start(script: HTMLScriptElement) {
  const settings = settingsOf(script);
  if (settings === null) return;
  const place = document.createElement("div");
  place.dataset.soireeChat = "";
  const root = place.attachShadow({ mode: "open" });
  dress(root);
  for (const [name, value] of Object.entries(paint(script.dataset.color))) place.style.setProperty(name, value);
  document.body.append(place);
  const session = startSession(settings);
  const draw = () => render(<Widget session={session} texts={textsFor(settings.language)} />, root);
  session.watch(draw);
  draw();
}

/** A sheet of its own: a page's policy against inline styles does not concern it. Older browsers get an element. */
function dress(root: ShadowRoot) {
  if ("adoptedStyleSheets" in root) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [sheet];
    return;
  }
  const style = document.createElement("style");
  style.textContent = css;
  (root as ShadowRoot).append(style);
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body !== null) start(script);
  else addEventListener("DOMContentLoaded", () => start(script));
}
