// Channels: the list, a new one, a change, the line for the site.

import { useState } from "preact/hooks";
import { Icon } from "../../shared/ui/icons";
import { toast } from "../../shared/ui/toast";
import { Again } from "./again";
import { changeChannel, changeKey, createChannel, revokeChannel, webhookSecret, type ChannelRow, type MadeChannel } from "./api";
import { ChannelForm } from "./channel-form";
import { body, draftOf, empty } from "./draft";
import { dropKey, keepKey, keyOf } from "./keys";
import { outlookText } from "./outlook";
import { MadeCard, Secret, Tag } from "./tag";
import { a } from "./texts";
import { useOpener } from "./use-opener";
import { useRemovals } from "./use-removals";

interface ChannelsProps {
  token: string;
  channels: ChannelRow[];
  reload: () => void;
}

export function Channels({ token, channels, reload }: ChannelsProps) {
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<(MadeChannel & { isNew: boolean }) | null>(null);
  const { isHidden, remove } = useRemovals();
  const title = useOpener<HTMLHeadingElement>(made !== null);
  const shown = channels.filter((channel) => !isHidden(channel.channel_id));
  const isForm = adding || (shown.length === 0 && made === null);
  const opener = useOpener<HTMLButtonElement>(isForm);
  const removeChannel = ({ channel_id: id, name }: ChannelRow) => {
    const done = () => {
      dropKey(id);
      reload();
    };
    remove({ id, name, text: a.value.channelRemoved(name), revoke: () => revokeChannel(token, id), done });
  };
  return (
    <section class="stack" aria-labelledby="channels-title">
      <div class="section-head">
        <div class="stack-s">
          <h2 id="channels-title" tabIndex={-1} ref={title}>
            {a.value.channels}
          </h2>
          <p class="hint">{a.value.channelsLead}</p>
        </div>
        {!isForm && (
          <button type="button" class="button" ref={opener} onClick={() => setAdding(true)}>
            <Icon name="plus" /> {a.value.newChannel}
          </button>
        )}
      </div>
      {made !== null && <MadeCard made={made} done={() => setMade(null)} />}
      {isForm && (
        <ChannelForm
          title={a.value.newChannel}
          submit={a.value.make}
          first={empty}
          send={async (draft) => {
            const answer = await createChannel(token, body(draft));
            if (!answer.ok) return answer.failure;
            keepKey(answer.value.channel_id, answer.value.key);
            setMade({ ...answer.value, isNew: true });
            setAdding(false);
            reload();
            return null;
          }}
          cancel={shown.length === 0 ? null : () => setAdding(false)}
        />
      )}
      <ul class="session-list">
        {shown.map((channel) => (
          <Channel key={channel.channel_id} token={token} channel={channel} reload={reload} remove={() => removeChannel(channel)} made={setMade} />
        ))}
      </ul>
    </section>
  );
}

interface ChannelProps {
  token: string;
  channel: ChannelRow;
  reload: () => void;
  remove: () => void;
  /** A new key is shown above the list, once. */
  made: (made: MadeChannel & { isNew: boolean }) => void;
}

function Channel({ token, channel, reload, remove, made }: ChannelProps) {
  const [open, setOpen] = useState<"none" | "edit" | "tag">("none");
  const opener = useOpener<HTMLButtonElement>(open === "edit");
  const { name, bot, settings } = channel;
  if (open === "edit") {
    return (
      <li>
        <ChannelForm
          title={a.value.editChannel(name)}
          submit={a.value.save}
          first={draftOf(channel)}
          send={async (draft) => {
            const answer = await changeChannel(token, channel.channel_id, body(draft));
            if (!answer.ok) return answer.failure;
            toast(a.value.channelSaved, { seconds: 6 });
            setOpen("none");
            reload();
            return null;
          }}
          cancel={() => setOpen("none")}
        />
      </li>
    );
  }
  return (
    <li class="card stack-s">
      <div class="talks-row">
        <div class="session-what">
          <h3>{name}</h3>
          <p class="hint">
            {bot.kind === "webhook" ? a.value.botWebhook : a.value.botScripted} · {settings.allowed_origins?.join(", ") ?? a.value.any}
          </p>
          {settings.hours !== undefined && (
            <p class="hint">
              <span class={`talks-presence is-${channel.is_open ? "online" : "offline"}`}>{outlookText(settings.hours)}</span>
            </p>
          )}
        </div>
        <div class="row">
          <button type="button" class="button" aria-expanded={open === "tag"} aria-label={`${a.value.tag}: ${name}`} onClick={() => setOpen(open === "tag" ? "none" : "tag")}>
            <Icon name="link" /> {a.value.tag}
          </button>
          <button type="button" class="button" aria-label={`${a.value.edit}: ${name}`} ref={opener} onClick={() => setOpen("edit")}>
            <Icon name="edit" /> {a.value.edit}
          </button>
          <button type="button" class="button button-icon" aria-label={`${a.value.remove}: ${name}`} title={a.value.remove} onClick={remove}>
            <Icon name="trash" />
          </button>
        </div>
      </div>
      {open === "tag" && (
        <div class="stack">
          <Tag id={channel.channel_id} keyText={keyOf(channel.channel_id)} />
          <div class="row">
            <Again
              label={a.value.newKey}
              name={name}
              warning={a.value.newKeyWarning}
              make={async () => {
                const answer = await changeKey(token, channel.channel_id);
                if (!answer.ok) return answer.failure;
                keepKey(channel.channel_id, answer.value.key);
                setOpen("none");
                made({ ...answer.value, isNew: false });
                return null;
              }}
            />
            {bot.kind === "webhook" && <ShowSecret token={token} channel={channel} />}
          </div>
        </div>
      )}
    </li>
  );
}

/** What requests to the channel's bot are signed with, on request only: nobody looks over a shoulder for it. */
function ShowSecret({ token, channel }: { token: string; channel: ChannelRow }) {
  const [secret, setSecret] = useState<string | null>(null);
  if (secret !== null) return <Secret secret={secret} lead={a.value.secretAgain} isAsked />;
  const show = async () => {
    const answer = await webhookSecret(token, channel.channel_id);
    if (answer.ok) setSecret(answer.value.webhook_secret);
    else toast(a.value.failed(answer.failure.detail), { seconds: 8 });
  };
  return (
    <button type="button" class="button" aria-label={`${a.value.showSecret}: ${channel.name}`} onClick={() => void show()}>
      {a.value.showSecret}
    </button>
  );
}
