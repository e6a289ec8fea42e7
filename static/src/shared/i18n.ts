// Texts in the visitor's language. A catalogue is a folder of language files of one shape; adding a
// language is adding a file to each folder: the build finds it.

import { computed, effect, signal, type ReadonlySignal } from "@preact/signals";
import locales from "locales:../locales";
import type en from "../locales/en";
import { load, save } from "./store";

/** Everything the shared parts, the home page, phone and stage say. */
export type Texts = typeof en;

const KEY = "soiree.language";
const all = locales as Record<string, Texts>;

/** The languages there are, by code, each under its own name. */
export const languages: Record<string, string> = Object.fromEntries(
  Object.entries(all).map(([code, texts]) => [code, texts.languageName]),
);

function fromBrowser(): string {
  const wished = typeof navigator === "undefined" ? [] : navigator.languages;
  for (const tag of wished) {
    const short = tag.slice(0, 2).toLowerCase();
    if (tag in languages) return tag;
    if (short in languages) return short;
  }
  return "en";
}

function first(): string {
  const kept = load<string>(KEY);
  return typeof kept === "string" && kept in languages ? kept : fromBrowser();
}

const current = signal(first());

/** The language in use, as a code. */
export const language: ReadonlySignal<string> = current;

/** Switches the language, now and for later visits. */
export function setLanguage(code: string): void {
  if (!(code in languages)) return;
  current.value = code;
  save(KEY, code);
}

/** The texts of a folder of language files (`import folder from "locales:./locales"`), in the language in use. */
export function catalogue<T>(folder: Record<string, unknown>): ReadonlySignal<T> {
  return computed(() => (folder[current.value] ?? folder.en) as T);
}

/** The shared texts: `t.value.saved("B")`. */
export const t: ReadonlySignal<Texts> = catalogue<Texts>(all);

/** A number as the language writes it. */
export const number = (value: number): string => value.toLocaleString(t.value.locale);

if (typeof document !== "undefined") {
  effect(() => {
    document.documentElement.lang = current.value;
  });
}
