// Agents: who there is, who is there, a new sign-in link, revocation.

import { useState } from "preact/hooks";
import { copyText } from "../../shared/copy";
import type { Failure } from "../../shared/http";
import { Icon } from "../../shared/ui/icons";
import { Labelled } from "../../shared/ui/labelled";
import { toast } from "../../shared/ui/toast";
import { Again } from "./again";
import { changeAgent, changeToken, createAgent, revokeAgent, type AgentBody, type AgentRow, type MadeAgent } from "./api";
import { FormFoot } from "./form-foot";
import { a } from "./texts";
import { useForm } from "./use-form";
import { useArrival, useOpener } from "./use-opener";
import { useRemovals } from "./use-removals";

const NAME_MAX = 40;
const CAPACITY_MAX = 100;

/** A sign-in link, and whose it is. */
type Made = MadeAgent & { name: string };

interface AgentsProps {
  token: string;
  agents: AgentRow[];
  reload: () => void;
}

export function Agents({ token, agents, reload }: AgentsProps) {
  const [made, setMade] = useState<Made | null>(null);
  const { isHidden, remove } = useRemovals();
  const title = useOpener<HTMLHeadingElement>(made !== null);
  const shown = agents.filter((agent) => !isHidden(agent.agent_id));
  return (
    <section class="stack" aria-labelledby="agents-title">
      <div class="stack-s">
        <h2 id="agents-title" tabIndex={-1} ref={title}>
          {a.value.agents}
        </h2>
        <p class="hint">{a.value.agentsLead}</p>
      </div>
      {made !== null && <LinkCard made={made} done={() => setMade(null)} />}
      {shown.length === 0 && <p class="hint">{a.value.agentsEmpty}</p>}
      <ul class="session-list">
        {shown.map((agent) => (
          <Agent
            key={agent.agent_id}
            token={token}
            agent={agent}
            reload={reload}
            made={setMade}
            remove={() => remove({ id: agent.agent_id, name: agent.name, text: a.value.agentRemoved(agent.name), revoke: () => revokeAgent(token, agent.agent_id), done: reload })}
          />
        ))}
      </ul>
      <div class="card">
        <AgentForm
          key={made?.agent_id ?? "new"}
          title={a.value.newAgent}
          submit={a.value.makeAgent}
          first={{ name: "", capacity: "" }}
          cancel={null}
          send={async (body) => {
            const answer = await createAgent(token, body);
            if (!answer.ok) return answer.failure;
            setMade({ ...answer.value, name: body.name });
            reload();
            return null;
          }}
        />
      </div>
    </section>
  );
}

interface AgentProps {
  token: string;
  agent: AgentRow;
  reload: () => void;
  /** A new link is shown above the list, once. */
  made: (made: Made) => void;
  remove: () => void;
}

function Agent({ token, agent, reload, made, remove }: AgentProps) {
  const [editing, setEditing] = useState(false);
  const opener = useOpener<HTMLButtonElement>(editing);
  if (editing) {
    return (
      <li class="card">
        <AgentForm
          title={a.value.editAgent(agent.name)}
          submit={a.value.save}
          first={{ name: agent.name, capacity: String(agent.capacity) }}
          cancel={() => setEditing(false)}
          send={async (body) => {
            const answer = await changeAgent(token, agent.agent_id, { ...body, ...(agent.picture === null ? {} : { picture: agent.picture }) });
            if (!answer.ok) return answer.failure;
            toast(a.value.agentSaved);
            setEditing(false);
            reload();
            return null;
          }}
        />
      </li>
    );
  }
  return (
    <li class="card talks-row">
      <div class="session-what">
        <h3>{agent.name}</h3>
        <p class="hint">
          <span class={`talks-presence is-${agent.presence}`}>{a.value.presence[agent.presence]}</span> · {a.value.load(agent.load, agent.capacity)}
        </p>
      </div>
      <div class="row">
        <button type="button" class="button" aria-label={`${a.value.edit}: ${agent.name}`} ref={opener} onClick={() => setEditing(true)}>
          <Icon name="edit" /> {a.value.edit}
        </button>
        <Again
          label={a.value.newLink}
          name={agent.name}
          warning={a.value.newLinkWarning(agent.name)}
          make={async () => {
            const answer = await changeToken(token, agent.agent_id);
            if (!answer.ok) return answer.failure;
            made({ ...answer.value, name: agent.name });
            reload();
            return null;
          }}
        />
        <button type="button" class="button button-danger" aria-label={`${a.value.revoke}: ${agent.name}`} onClick={remove}>
          {a.value.revoke}
        </button>
      </div>
    </li>
  );
}

function LinkCard({ made, done }: { made: Made; done: () => void }) {
  const head = useArrival(made.token);
  return (
    <section class="card stack-s talks-once" aria-labelledby="link-title">
      <h3 id="link-title" tabIndex={-1} ref={head}>
        {a.value.linkOnce(made.name)}
      </h3>
      <p class="hint">{a.value.linkOnceLead}</p>
      <pre class="talks-code">
        <code>{made.console_url}</code>
      </pre>
      <div class="row">
        <button type="button" class="button button-main" onClick={() => void copyText(made.console_url, a.value.linkCopied)}>
          <Icon name="copy" /> {a.value.linkCopy}
        </button>
        <a class="button" href={made.console_url} target="_blank" rel="noopener">
          {a.value.linkOpen}
        </a>
        <button type="button" class="button" onClick={done}>
          {a.value.done}
        </button>
      </div>
    </section>
  );
}

type AgentField = "name" | "capacity";

interface AgentFormProps {
  title: string;
  submit: string;
  first: { name: string; capacity: string };
  send: (body: AgentBody) => Promise<Failure | null>;
  cancel: (() => void) | null;
}

function AgentForm({ title, submit, first, send, cancel }: AgentFormProps) {
  const [name, setName] = useState(first.name);
  const [capacity, setCapacity] = useState(first.capacity);
  const places = Number(capacity);
  const isPlaces = capacity.trim() === "" || (Number.isInteger(places) && places >= 1 && places <= CAPACITY_MAX);
  const form = useForm<AgentField>({
    faults: () => [...(name.trim() === "" ? (["name"] as const) : []), ...(isPlaces ? [] : (["capacity"] as const))],
    fieldOf: (field) => (field === "name" || field === "capacity" ? field : null),
    send: () => send({ name: name.trim(), ...(capacity.trim() === "" ? {} : { capacity: places }) }),
  });
  const { id, said, isWrong } = form;
  const head = useArrival(null, cancel !== null);
  return (
    <form class="stack" noValidate aria-labelledby={`${id}-title`} onSubmit={form.submit}>
      <h3 id={`${id}-title`} tabIndex={-1} ref={head}>
        {title}
      </h3>
      <div class="talks-pair">
        <Labelled id={`${id}-name`} label={a.value.agentName} hint={a.value.agentNameHint} wrong={isWrong("name")} error={said.name}>
          {(described) => <input {...described} maxLength={NAME_MAX} autocomplete="off" value={name} onInput={(event) => (setName(event.currentTarget.value), form.forget())} />}
        </Labelled>
        <Labelled id={`${id}-capacity`} label={a.value.capacity} hint={a.value.capacityHint} wrong={isWrong("capacity")} error={said.capacity}>
          {(described) => <input {...described} inputMode="numeric" maxLength={3} autocomplete="off" value={capacity} onInput={(event) => (setCapacity(event.currentTarget.value), form.forget())} />}
        </Labelled>
      </div>
      <FormFoot trouble={form.trouble} busy={form.busy} submit={submit} cancel={cancel} />
    </form>
  );
}
