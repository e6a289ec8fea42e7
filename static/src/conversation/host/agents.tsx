// Agents: who there is, who is there, a new sign-in link, revocation.

import { useEffect, useRef, useState } from "preact/hooks";
import { copyText } from "../../shared/copy";
import type { Failure } from "../../shared/http";
import { Icon } from "../../shared/ui/icons";
import { Labelled } from "../../shared/ui/labelled";
import { toast } from "../../shared/ui/toast";
import { undoable } from "../../shared/undo";
import { Again } from "./again";
import { changeAgent, changeToken, createAgent, revokeAgent, type AgentBody, type AgentRow, type MadeAgent } from "./api";
import { FormFoot } from "./form-foot";
import { a } from "./texts";
import { useForm } from "./use-form";

const NAME_MAX = 40;
const CAPACITY_MAX = 100;

interface AgentsProps {
  token: string;
  agents: AgentRow[];
  reload: () => void;
}

export function Agents({ token, agents, reload }: AgentsProps) {
  const [made, setMade] = useState<(MadeAgent & { name: string }) | null>(null);
  const [editing, setEditing] = useState<string | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const shown = agents.filter((agent) => !hidden.has(agent.agent_id));
  const remove = (agent: AgentRow) => {
    const back = () => setHidden((now) => new Set([...now].filter((id) => id !== agent.agent_id)));
    setHidden((now) => new Set([...now, agent.agent_id]));
    undoable({
      text: a.value.agentRemoved(agent.name),
      undone: back,
      run: () =>
        void revokeAgent(token, agent.agent_id).then((answer) => {
          if (answer.ok || answer.failure.status === 404) return reload();
          back();
          toast(a.value.removeFailed(agent.name), { seconds: 8 });
        }),
    });
  };
  return (
    <section class="stack" aria-labelledby="agents-title">
      <div class="stack-s">
        <h2 id="agents-title">{a.value.agents}</h2>
        <p class="hint">{a.value.agentsLead}</p>
      </div>
      {made !== null && <LinkCard made={made} done={() => setMade(null)} />}
      {shown.length === 0 && <p class="hint">{a.value.agentsEmpty}</p>}
      <ul class="session-list">
        {shown.map((agent) => (
          <li key={agent.agent_id} class="card">
            {editing === agent.agent_id ? (
              <AgentForm
                title={a.value.editAgent(agent.name)}
                submit={a.value.save}
                first={{ name: agent.name, capacity: String(agent.capacity) }}
                cancel={() => setEditing(null)}
                send={async (body) => {
                  const answer = await changeAgent(token, agent.agent_id, { ...body, ...(agent.picture === null ? {} : { picture: agent.picture }) });
                  if (!answer.ok) return answer.failure;
                  toast(a.value.agentSaved);
                  setEditing(null);
                  reload();
                  return null;
                }}
              />
            ) : (
              <div class="talks-row">
                <div class="session-what">
                  <h3>{agent.name}</h3>
                  <p class="hint">
                    <span class={`talks-presence is-${agent.presence}`}>{a.value.presence[agent.presence]}</span> · {a.value.load(agent.load, agent.capacity)}
                  </p>
                </div>
                <div class="row">
                  <button type="button" class="button" aria-label={`${a.value.edit}: ${agent.name}`} onClick={() => setEditing(agent.agent_id)}>
                    <Icon name="edit" /> {a.value.edit}
                  </button>
                  <Again
                    label={a.value.newLink}
                    name={agent.name}
                    warning={a.value.newLinkWarning(agent.name)}
                    make={async () => {
                      const answer = await changeToken(token, agent.agent_id);
                      if (!answer.ok) return answer.failure;
                      setMade({ ...answer.value, name: agent.name });
                      reload();
                      return null;
                    }}
                  />
                  <button type="button" class="button button-danger" aria-label={`${a.value.revoke}: ${agent.name}`} onClick={() => remove(agent)}>
                    {a.value.revoke}
                  </button>
                </div>
              </div>
            )}
          </li>
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

function LinkCard({ made, done }: { made: MadeAgent & { name: string }; done: () => void }) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), [made.token]);
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
  return (
    <form
      class="stack"
      noValidate
      aria-labelledby={`${id}-title`}
      onSubmit={form.submit}
    >
      <h3 id={`${id}-title`}>{title}</h3>
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
