// What a console keeps over a reload: what has not arrived yet and what is being written. It belongs to its tab and to
// whoever is signed in there, and goes with either.

import type { File } from "../../wire/conversation";
import type { Outgoing } from "./model";

const KEY = "soiree.agent.unsent";

/** What was typed and not sent yet, and for whom. */
export interface Draft {
  text: string;
  asNote: boolean;
}

export interface Kept {
  /** The conversation that was shown. */
  openId: string | null;
  outbox: Outgoing[];
  drafts: [conversation: string, draft: Draft][];
}

export const nothing: Kept = { openId: null, outbox: [], drafts: [] };

/** Whose it is: nobody else's replies are sent under another name. */
const markOf = (token: string): string => token.slice(0, 8);

/** What was kept for whoever has this token. */
export function readKept(token: string): Kept {
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return keptOf(value, markOf(token));
  } catch {
    return nothing;
  }
}

/** Reads what was kept under this mark; what is not of the form is nothing. */
export function keptOf(value: unknown, mark: string): Kept {
  const { of, openId, outbox, drafts } = (value ?? {}) as Record<string, unknown>;
  if (of !== mark) return nothing;
  return {
    openId: typeof openId === "string" ? openId : null,
    outbox: Array.isArray(outbox) ? outbox.filter(isOutgoing) : [],
    drafts: Array.isArray(drafts) ? drafts.filter(isDraft) : [],
  };
}

function isOutgoing(one: unknown): one is Outgoing {
  const { conversation_id, client_msg_id, kind, text, files, refused } = (one ?? {}) as Record<string, unknown>;
  const isFile = (file: unknown): file is File => typeof (file as File | null)?.url === "string";
  const texts = [conversation_id, client_msg_id, text].every((part) => typeof part === "string");
  return texts && (kind === "message" || kind === "note") && Array.isArray(files) && files.every(isFile) && typeof refused === "boolean";
}

function isDraft(one: unknown): one is [string, Draft] {
  if (!Array.isArray(one) || one.length !== 2) return false;
  const draft = one[1] as Partial<Draft> | null;
  return typeof one[0] === "string" && typeof draft?.text === "string" && typeof draft.asNote === "boolean";
}

/** Keeps it; without storage it lasts as long as the page. */
export function writeKept(token: string, kept: Kept): void {
  try {
    const isEmpty = kept.openId === null && kept.outbox.length === 0 && kept.drafts.length === 0;
    if (isEmpty) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify({ of: markOf(token), ...kept }));
  } catch {
    // Full or forbidden.
  }
}
