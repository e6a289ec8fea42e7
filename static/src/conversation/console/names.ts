// How visitors are called.

import type { ConversationView, InboxRow } from "../../wire/conversation";
import { c } from "./texts";

/** The user's id of visitors whose page names none. */
export const NOBODY = "anon";
/** Characters of a conversation's id that tell one nameless visitor from another. */
const MARK_CHARS = 4;

/** A name; the nameless have a mark, so that one of them can be told from the next. */
function called(name: string, conversation: string): string {
  return name === "" || name === NOBODY ? `${c.value.visitor} ${conversation.slice(-MARK_CHARS).toUpperCase()}` : name;
}

/** In the inbox. */
export const nameOfRow = (row: InboxRow): string => called(row.visitor, row.conversation_id);

/** In the conversation: what the page said, else what was left in the form. */
export function nameOf(view: ConversationView): string {
  const { firstName = "", lastName = "", email = "" } = view.visitor.info;
  const left = view.visitor.metadata.contact_name;
  return `${firstName} ${lastName}`.trim() || (typeof left === "string" ? left : "") || email || called(view.visitor.user_id, view.conversation_id);
}
