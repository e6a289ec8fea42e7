// What a browser keeps for the widget on the site's own origin: no cookie, and nothing where storage is forbidden.

import type { Unsent } from "./model";

/** A drawer of the storage; all of its names begin alike. */
export interface Drawer {
  read(name: string): string | null;
  write(name: string, value: string | null): void;
}

/** For all tabs, or for this tab alone. */
export function drawer(kind: "local" | "session", prefix: string): Drawer {
  // A page may be forbidden even to look at its storage.
  const place = () => (kind === "local" ? localStorage : sessionStorage);
  return {
    read(name) {
      try {
        return place().getItem(prefix + name);
      } catch {
        return null;
      }
    },
    write(name, value) {
      try {
        if (value === null) place().removeItem(prefix + name);
        else place().setItem(prefix + name, value);
      } catch {
        // Without storage the conversation lasts as long as the page.
      }
    },
  };
}

/** Reads what `JSON.stringify` of a list of them has made; anything else is nothing. */
export function unsentOf(kept: string | null): Unsent[] {
  try {
    const value: unknown = JSON.parse(kept ?? "[]");
    const isOne = (one: Partial<Unsent> | null): boolean => typeof one?.id === "string" && typeof one.text === "string" && Array.isArray(one.files);
    return Array.isArray(value) ? value.filter(isOne) : [];
  } catch {
    return [];
  }
}

/** Who has left a message, kept until the server knows it. */
export interface Contact {
  contact_name: string;
  contact_email: string;
}

/** Reads what `JSON.stringify` of one has made; anything else is nobody. */
export function contactOf(kept: string | null): Contact | null {
  try {
    const value = JSON.parse(kept ?? "null") as Partial<Contact> | null;
    return typeof value?.contact_name === "string" && typeof value.contact_email === "string" ? { contact_name: value.contact_name, contact_email: value.contact_email } : null;
  } catch {
    return null;
  }
}
