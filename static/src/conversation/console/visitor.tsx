// What is known of the visitor.

import type { ConversationView } from "../../wire/conversation";
import { c } from "./texts";
import { nameOf } from "./thread";

export function Visitor({ view }: { view: ConversationView }) {
  const { info, metadata, locale, user_id } = view.visitor;
  const rows: [string, string][] = [
    ...Object.entries(info).map(([key, value]): [string, string] => [key, String(value)]),
    ...(locale === null ? [] : [[c.value.language, locale] as [string, string]]),
    ...Object.entries(metadata).map(([key, value]): [string, string] => [key, typeof value === "string" ? value : JSON.stringify(value)]),
  ];
  return (
    <aside class="visitor" aria-label={c.value.visitor}>
      <h2>{nameOf(view)}</h2>
      <p class="hint visitor-id">{user_id}</p>
      {rows.length === 0 ? (
        <p class="hint">{c.value.noData}</p>
      ) : (
        <dl>
          {rows.map(([key, value]) => (
            <div key={key}>
              <dt class="hint">{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </aside>
  );
}
