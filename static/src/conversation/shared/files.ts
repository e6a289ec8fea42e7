// Files of a conversation: sent to the server and fetched from it. A link alone opens nothing: each call says who asks.

import type { File as Kept } from "../../wire/conversation";

/** Where the server is, empty: here; and the header that says who asks. */
export interface Asker {
  origin: string;
  header: [name: string, value: string];
}

export type Sent = { ok: true; file: Kept } | { ok: false; why: string };

/** Bytes that are not even sent. */
export const FILE_BYTES_MAX = 50_000_000;

/** Whether an address is that of a file that the server keeps. */
export const isKept = (url: string): boolean => url.startsWith("/api/v1/conversations/");

/** Sends a file. `why` is the server's own word, empty where it could not be reached. */
export async function upload({ origin, header: [name, value] }: Asker, conversation: string, file: File): Promise<Sent> {
  try {
    const response = await fetch(`${origin}/api/v1/conversations/${encodeURIComponent(conversation)}/files?name=${encodeURIComponent(file.name.slice(-120))}`, {
      method: "POST",
      headers: { [name]: value, "content-type": file.type || "application/octet-stream", accept: "application/json" },
      body: file,
    });
    const answer = (await response.json()) as Kept & { detail?: string; errors?: { detail?: string }[] };
    return response.ok ? { ok: true, file: answer } : { ok: false, why: answer.errors?.[0]?.detail ?? answer.detail ?? "" };
  } catch {
    return { ok: false, why: "" };
  }
}

/** Fetches a kept file; `null` where it cannot be had. */
export async function fetchKept({ origin, header: [name, value] }: Asker, url: string): Promise<Blob | null> {
  try {
    const response = await fetch(origin + url, { headers: { [name]: value } });
    return response.ok ? await response.blob() : null;
  } catch {
    return null;
  }
}

/** How large a file is, as people say it. */
export function sizeText(bytes: number, language: string): string {
  const [value, unit] = bytes < 1_000_000 ? [Math.max(1, Math.round(bytes / 1_000)), "kB"] : [Math.round(bytes / 100_000) / 10, "MB"];
  return `${value.toLocaleString(language)} ${unit}`;
}
