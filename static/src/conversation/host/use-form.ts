// What a form of the administration page knows besides its fields: what is wrong with them, what the server said of
// them, whether they are being saved.

import { useId, useState } from "preact/hooks";
import type { Failure } from "../../shared/http";
import { a } from "./texts";

interface FormOptions<Field extends string> {
  /** The fields that the server would not take. */
  faults: () => Field[];
  /** Which field one of the server's names means; `null`: none of them. */
  fieldOf: (serverField: string) => Field | null;
  /** Sends it; why the server refused it, or `null`. */
  send: () => Promise<Failure | null>;
}

export function useForm<Field extends string>({ faults, fieldOf, send }: FormOptions<Field>) {
  const [wrong, setWrong] = useState<Field[]>([]);
  const [said, setSaid] = useState<Partial<Record<Field, string>>>({});
  const [trouble, setTrouble] = useState("");
  const [busy, setBusy] = useState(false);
  const id = useId();
  const forget = () => {
    setWrong([]);
    setSaid({});
    setTrouble("");
  };
  const show = (failure: Failure) => {
    const found: Partial<Record<Field, string>> = {};
    for (const error of failure.errors) {
      const field = fieldOf(error.field);
      if (field !== null) found[field] ??= error.detail;
    }
    setSaid(found);
    if (Object.keys(found).length === 0) setTrouble(a.value.failed(failure.detail));
  };
  const go = async () => {
    const found = faults();
    forget();
    setWrong(found);
    if (found[0] !== undefined) return void document.getElementById(`${id}-${found[0]}`)?.focus();
    if (busy) return;
    setBusy(true);
    const failure = await send();
    setBusy(false);
    if (failure !== null) show(failure);
  };
  return {
    id,
    said,
    trouble,
    busy,
    isWrong: (field: Field): boolean => wrong.includes(field) || said[field] !== undefined,
    /** A field was changed: what was wrong may be right now. */
    forget,
    submit(event: Event) {
      event.preventDefault();
      void go();
    },
  };
}
