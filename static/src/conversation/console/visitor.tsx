// What is known of the visitor.

import { t } from "../../shared/i18n";
import type { ConversationView } from "../../wire/conversation";
import { safeLink } from "../shared/safe-link";
import { NOBODY } from "./names";
import { c } from "./texts";

/** A language's name in ours; the code itself where it is none. */
function languageOf(code: string): string {
  try {
    return new Intl.DisplayNames(t.value.locale, { type: "language" }).of(code) ?? code;
  } catch {
    return code;
  }
}

export function Visitor({ view }: { view: ConversationView }) {
  const { info, metadata, locale, user_id } = view.visitor;
  const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  const rows: [string, string][] = [
    ...Object.entries(info).map(([key, value]): [string, string] => [key, said(value)]),
    ...Object.entries(metadata).map(([key, value]): [string, string] => [key, said(value)]),
    ...(locale === null ? [] : [["locale", languageOf(locale)] as [string, string]]),
    ...(user_id === NOBODY ? [] : [["user_id", user_id] as [string, string]]),
  ];
  return (
    <dl class="visitor-data">
      {rows.map(([key, value]) => (
        <div key={key}>
          <dt class="hint">{c.value.known[key] ?? key}</dt>
          <dd>
            {safeLink(value) === undefined ? (
              value
            ) : (
              <a href={value} target="_blank" rel="noopener noreferrer">
                {value}
              </a>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
