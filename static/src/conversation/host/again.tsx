// A secret that is made anew: asked for twice, because the old one ends at once.

import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Failure } from "../../shared/http";
import { a } from "./texts";
import { useOpener } from "./use-opener";

interface AgainProps {
  /** What the button says. */
  label: string;
  /** For those who cannot see which row it stands in. */
  name: string;
  /** What ends with the old one. */
  warning: string;
  /** Makes it; why it could not be made, or `null`. */
  make: () => Promise<Failure | null>;
}

export function Again({ label, name, warning, make }: AgainProps) {
  const [asking, setAsking] = useState(false);
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const sure = useRef<HTMLButtonElement>(null);
  const opener = useOpener<HTMLButtonElement>(asking);
  useLayoutEffect(() => sure.current?.focus(), [asking]);
  const go = async () => {
    if (busy) return;
    setBusy(true);
    const failure = await make();
    setBusy(false);
    setTrouble(failure === null ? "" : a.value.failed(failure.detail));
    if (failure === null) setAsking(false);
  };
  if (!asking) {
    return (
      <button type="button" class="button" aria-label={`${label}: ${name}`} ref={opener} onClick={() => setAsking(true)}>
        {label}
      </button>
    );
  }
  return (
    <div class="notice" role="group" aria-label={`${label}: ${name}`}>
      <p>{warning}</p>
      {trouble !== "" && <p role="alert">{trouble}</p>}
      <div class="row">
        <button type="button" class="button button-danger" aria-disabled={busy} ref={sure} onClick={() => void go()}>
          {a.value.makeAgain}
        </button>
        <button type="button" class="button" onClick={() => setAsking(false)}>
          {a.value.cancel}
        </button>
      </div>
    </div>
  );
}
