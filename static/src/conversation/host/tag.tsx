// The line that puts the chat on a site, and what is told once when a channel is made.

import { copyText } from "../../shared/copy";
import { Icon } from "../../shared/ui/icons";
import { scriptTag } from "../shared/script-tag";
import type { MadeChannel } from "./api";
import { a } from "./texts";
import { useArrival } from "./use-opener";

export function Tag({ id, keyText }: { id: string; keyText: string | null }) {
  if (keyText === null) return <p class="hint">{a.value.tagLost}</p>;
  const tag = scriptTag(keyText);
  return (
    <div class="stack-s">
      <p>{a.value.tagLead}</p>
      <pre class="talks-code">
        <code>{tag}</code>
      </pre>
      <div class="row">
        <button type="button" class="button button-main" onClick={() => void copyText(tag, a.value.tagCopied)}>
          <Icon name="copy" /> {a.value.tagCopy}
        </button>
        <a class="button" href={`/chat-demo?key=${encodeURIComponent(keyText)}`} target="_blank" rel="noopener">
          {a.value.tagTry}
        </a>
      </div>
      <details class="talks-more" key={id}>
        <summary>{a.value.tagMore}</summary>
        <dl>
          {Object.entries(a.value.tagAttributes).map(([name, text]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{text}</dd>
            </div>
          ))}
        </dl>
      </details>
    </div>
  );
}

/** `isAsked`: it has come where a button was, and has the focus. */
export function Secret({ secret, lead, isAsked = false }: { secret: string; lead: string; isAsked?: boolean }) {
  const head = useArrival(secret, isAsked);
  return (
    <div class="stack-s">
      <h4 tabIndex={-1} ref={head}>
        {a.value.secret}
      </h4>
      <p class="hint">{lead}</p>
      <pre class="talks-code">
        <code>{secret}</code>
      </pre>
      <p>
        <button type="button" class="button" onClick={() => void copyText(secret, a.value.copied)}>
          <Icon name="copy" /> {a.value.copy}
        </button>
      </p>
    </div>
  );
}

export function MadeCard({ made, done }: { made: MadeChannel & { isNew: boolean }; done: () => void }) {
  const head = useArrival(made.key);
  const secret = made.webhook_secret;
  return (
    <section class="card stack talks-once" aria-labelledby="made-title">
      <h3 id="made-title" tabIndex={-1} ref={head}>
        {made.isNew ? a.value.keyOnce : a.value.keyAgain}: {made.name}
      </h3>
      <p class="hint">{a.value.keyOnceLead}</p>
      <Tag id={made.channel_id} keyText={made.key} />
      {secret !== undefined && <Secret secret={secret} lead={a.value.secretLead} />}
      <p>
        <button type="button" class="button" onClick={done}>
          {a.value.done}
        </button>
      </p>
    </section>
  );
}
