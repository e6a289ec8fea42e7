// Rows that are deleted ten seconds late: they go from the list at once and come back where that is taken back or fails.

import { useState } from "preact/hooks";
import type { Answer } from "../../shared/http";
import { toast } from "../../shared/ui/toast";
import { undoable } from "../../shared/undo";
import { a } from "./texts";

interface Removal {
  id: string;
  name: string;
  /** What is said meanwhile. */
  text: string;
  revoke: () => Promise<Answer<null>>;
  /** It is gone. */
  done: () => void;
}

export function useRemovals(): { isHidden: (id: string) => boolean; remove: (removal: Removal) => void } {
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const remove = ({ id, name, text, revoke, done }: Removal) => {
    const back = () => setHidden((now) => new Set([...now].filter((other) => other !== id)));
    const run = async () => {
      const answer = await revoke();
      if (answer.ok || answer.failure.status === 404) return done();
      back();
      toast(a.value.removeFailed(name), { seconds: 8 });
    };
    setHidden((now) => new Set([...now, id]));
    undoable({ text, undone: back, run: () => void run() });
  };
  return { isHidden: (id) => hidden.has(id), remove };
}
