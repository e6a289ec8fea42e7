// To whom an own conversation is handed over, perhaps with a word for the colleague.

import { useState } from "preact/hooks";
import { Dialog } from "../../shared/ui/dialog";
import type { AgentRow } from "../../wire/conversation";
import { usePart, type Session } from "./session";
import { c } from "./texts";

interface TransferProps {
  session: Session;
  open: boolean;
  close: () => void;
}

export function TransferDialog({ session, open, close }: TransferProps) {
  return (
    <Dialog open={open} title={c.value.transferTitle} onClose={close}>
      <Choice session={session} close={close} />
    </Dialog>
  );
}

function Choice({ session, close }: Omit<TransferProps, "open">) {
  const me = usePart(session, (model) => model.me);
  const others = usePart(session, (model) => model.agents).filter((agent) => agent.agent_id !== me);
  const [note, setNote] = useState("");
  const hand = (to: string | null) => {
    session.transfer(to, note);
    close();
  };
  const isFree = (agent: AgentRow) => agent.presence === "online" && agent.load < agent.capacity;
  return (
    <div class="stack">
      <label class="field">
        <span>{c.value.transferNote}</span>
        <textarea class="input" rows={2} maxLength={2000} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <ul class="transfer-list">
        {others.map((agent) => (
          <li key={agent.agent_id}>
            <button type="button" class="button" disabled={agent.presence === "offline"} onClick={() => hand(agent.agent_id)}>
              <strong>{agent.name}</strong>
              <span class="hint">
                {c.value.presence[agent.presence]} · {c.value.load(agent.load, agent.capacity)}
              </span>
            </button>
          </li>
        ))}
        <li>
          <button type="button" class="button" disabled={!others.some(isFree)} onClick={() => hand(null)}>
            <strong>{c.value.toQueue}</strong>
            <span class="hint">{others.some(isFree) ? c.value.toQueueHint : c.value.toQueueNobody}</span>
          </button>
        </li>
      </ul>
    </div>
  );
}
