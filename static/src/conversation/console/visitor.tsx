// What is known of the visitor.

import type { ConversationView } from "../../wire/conversation";
import { safeLink } from "../shared/safe-link";
import { NOBODY } from "./names";
import { c } from "./texts";

export function Visitor({ view }: { view: ConversationView }) {
  const { info, metadata, locale, user_id } = view.visitor;
  const said = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
  const rows: [string, string][] = [
    ...Object.entries(info).map(([key, value]): [string, string] => [key, said(value)]),
    ...Object.entries(metadata).map(([key, value]): [string, string] => [key, said(value)]),
    ...(locale === null ? [] : [["locale", locale] as [string, string]]),
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
