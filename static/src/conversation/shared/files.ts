// Files of a conversation: sent to the server and fetched from it. A link alone opens nothing: each call says who asks.

import type { File as Kept } from "../../wire/conversation";

/** Where the server is, empty: here; and the header that says who asks. */
export interface Asker {
  origin: string;
  header: [name: string, value: string];
}

/** What the server takes. */
export interface FileRules {
  files: boolean;
  bytes_max: number;
  endings: string[];
}

/** Why a file was not taken: the server's word for it, empty where it could not be reached. */
export interface Refused {
  code: string;
  rules: FileRules | null;
}

export type Sent = { file: Kept } | { refused: Refused };

/** A file on its way. */
export interface Sending {
  done: Promise<Sent>;
  stop(): void;
}

const known = new Map<string, FileRules>();

/** Whether an address is that of a file that the server keeps. */
export const isKept = (url: string): boolean => /^\/api\/v1\/conversations\/[^/]+\/files\/[\w-]+$/.test(url);

const pathOf = (conversation: string): string => `/api/v1/conversations/${encodeURIComponent(conversation)}/files`;

async function rulesOf({ origin, header: [name, value] }: Asker, conversation: string): Promise<FileRules | null> {
  const found = known.get(conversation);
  if (found !== undefined) return found;
  try {
    const response = await fetch(origin + pathOf(conversation), { headers: { [name]: value } });
    if (!response.ok) return null;
    const rules = (await response.json()) as FileRules;
    known.set(conversation, rules);
    return rules;
  } catch {
    return null;
  }
}

/** Sends a file; `progress` hears how much of it has gone, from 0 to 1. */
export function upload(asker: Asker, conversation: string, file: File, progress: (share: number) => void): Sending {
  const request = new XMLHttpRequest();
  let stopped = false;
  const done = rulesOf(asker, conversation).then((rules): Sent | Promise<Sent> => {
    const refused = (code: string): Sent => ({ refused: { code, rules } });
    // What is known to be refused is not even sent.
    if (stopped) return refused("STOPPED");
    if (rules?.files === false) return refused("NO_FILES");
    if (rules !== null && file.size > rules.bytes_max) return refused("TOO_LARGE");
    if (file.size === 0) return refused("EMPTY");
    return new Promise((resolve) => {
      request.onload = () => resolve(answered(request, refused));
      request.onerror = request.ontimeout = () => resolve(refused(""));
      request.onabort = () => resolve(refused("STOPPED"));
      request.upload.onprogress = ({ loaded, total }) => progress(total === 0 ? 0 : loaded / total);
      request.open("POST", `${asker.origin}${pathOf(conversation)}?${new URLSearchParams({ name: file.name })}`);
      request.setRequestHeader(...asker.header);
      request.setRequestHeader("content-type", file.type || "application/octet-stream");
      request.send(file);
    });
  });
  return {
    done,
    stop() {
      stopped = true;
      request.abort();
    },
  };
}

function answered(request: XMLHttpRequest, refused: (code: string) => Sent): Sent {
  try {
    const answer = JSON.parse(request.responseText) as Kept & { type: string };
    // A problem's type ends in its word: `urn:soiree:TOO_LARGE`.
    return request.status === 201 ? { file: answer } : refused(answer.type.split(":").pop() ?? "");
  } catch {
    return refused("");
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

/** What kind of file it is, by the ending of its name. */
export const endingOf = (name: string): string => /\.(\w{1,8})$/.exec(name)?.[1]?.toUpperCase() ?? "";
