// The door: a name, and the tap that a browser wants before it plays a recording.

import { useState } from "preact/hooks";
import { Frame } from "../../shared/ui/frame";
import { Icon } from "../../shared/ui/icons";
import { p } from "../texts";
import type { Model } from "./model";

const NAME_MAX = 40;

export function DoorScreen({ model, begin }: { model: Model; begin: (name: string) => void }) {
  const [name, setName] = useState(model.name);
  const [error, setError] = useState("");
  return (
    <Frame>
      <form
        class="prompt-door"
        onSubmit={(event) => {
          event.preventDefault();
          const typed = name.trim();
          if (typed === "") setError(p.value.nameMissing);
          else if ([...typed].length > NAME_MAX) setError(p.value.nameLong);
          else begin(typed);
        }}
      >
        <div>
          <p class="eyebrow">{p.value.doorAsk}</p>
          <h1>{model.behind?.prompt.text}</h1>
          <p>{p.value.beginLead(p.value.seconds(model.behind?.duration_seconds ?? 0))}</p>
        </div>
        <div class="field">
          <label for="name">{p.value.yourName}</label>
          <input
            id="name"
            name="name"
            autocomplete="nickname"
            placeholder={p.value.namePlaceholder}
            value={name}
            aria-invalid={error !== ""}
            aria-describedby={error === "" ? undefined : "name-error"}
            onInput={(event) => {
              setName(event.currentTarget.value);
              setError("");
            }}
          />
          {error !== "" && (
            <p id="name-error" class="hint is-error" role="alert">
              {error}
            </p>
          )}
        </div>
        <button type="submit" class="button button-main button-large button-wide">
          {p.value.begin} <Icon name="arrow" />
        </button>
        {model.behind?.recording !== undefined && <p class="hint">{p.value.beginSound}</p>}
      </form>
    </Frame>
  );
}
