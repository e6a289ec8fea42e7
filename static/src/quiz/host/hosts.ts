// The host keys that this browser holds, and which rooms they open. A key is a secret: it stays in this
// browser's storage and in the fragment of addresses, which no server gets to see.

import { load, save } from "../../shared/store";

const KEY = "soiree.host.keys";
/** Keys kept in all; the least used are forgotten first. */
const KEYS_MAX = 20;

/** A host key with the rooms it is known to open. */
export interface HostKey {
  hostId: string;
  codes: string[];
}

const CODES_MAX = 200;

const isHostKey = (value: unknown): value is HostKey =>
  typeof value === "object" &&
  value !== null &&
  typeof (value as HostKey).hostId === "string" &&
  Array.isArray((value as HostKey).codes);

/** All keys, the one in use first. */
export function hostKeys(): HostKey[] {
  const kept = load<unknown>(KEY);
  return Array.isArray(kept) ? kept.filter(isHostKey) : [];
}

/** The list of keys after this one was used for a room (or for none in particular). Pure. */
export function withKey(keys: HostKey[], hostId: string, code?: string): HostKey[] {
  const known = keys.find((key) => key.hostId === hostId);
  const codes = [...(code === undefined ? [] : [code]), ...(known?.codes ?? []).filter((c) => c !== code)];
  return [{ hostId, codes: codes.slice(0, CODES_MAX) }, ...keys.filter((key) => key.hostId !== hostId)].slice(0, KEYS_MAX);
}

/** Keeps a key, for later visits. */
export const keepKey = (hostId: string, code?: string): boolean => save(KEY, withKey(hostKeys(), hostId, code));

/** Forgets a key in this browser; its sessions stay on the server. */
export const dropKey = (hostId: string): boolean => save(KEY, hostKeys().filter((key) => key.hostId !== hostId));

/** The key of a room: from the address (`#key=…`), else one kept for it, else the one in use. */
export function keyFor(code: string, hash: string): string | null {
  const fromAddress = keyInHash(hash);
  if (fromAddress !== null) return fromAddress;
  const keys = hostKeys();
  return (keys.find((key) => key.codes.includes(code)) ?? keys[0])?.hostId ?? null;
}

/** The `key` of a fragment like `#key=TANNIC-FALCON-…`; `null` where there is none. */
export function keyInHash(hash: string): string | null {
  const key = new URLSearchParams(hash.replace(/^#/, "")).get("key")?.trim() ?? "";
  return key === "" ? null : key;
}

/** What somebody pastes to sign in: a host link, or the key alone. `null` where it is neither. */
export function readSignIn(pasted: string): { hostId: string; code?: string } | null {
  const text = pasted.trim();
  const link = /^https?:\/\/\S+$/i.test(text) ? parseLink(text) : null;
  if (link !== null) return link;
  return /^[^\s/#?]{3,64}$/.test(text) ? { hostId: text } : null;
}

function parseLink(text: string): { hostId: string; code?: string } | null {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  const hostId = keyInHash(url.hash);
  if (hostId === null) return null;
  const code = /^\/(?:host|results)\/([A-Za-z0-9_-]{1,64})\/?$/.exec(url.pathname)?.[1];
  return code === undefined || code === "new" ? { hostId } : { hostId, code };
}

/** The address of a room's console, with its key in the fragment. */
export const hostPath = (code: string, hostId: string): string => `/host/${encodeURIComponent(code)}#key=${encodeURIComponent(hostId)}`;

/** The address of a room's results, with its key in the fragment. */
export const resultsPath = (code: string, hostId: string): string =>
  `/results/${encodeURIComponent(code)}#key=${encodeURIComponent(hostId)}`;
