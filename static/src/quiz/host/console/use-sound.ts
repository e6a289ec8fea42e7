// The last seconds, to be heard. A pause has no deadline, so it stops them.

import { useEffect } from "preact/hooks";
import { clock } from "../../../shared/clock";
import type { HostModel } from "../model";
import { countdown, tick } from "../sound";

export function useCountdownSound({ phase, deadline }: HostModel): void {
  useEffect(() => {
    if (phase !== "question_open" || deadline === null) return;
    return countdown(() => deadline - clock.now(), tick);
  }, [phase, deadline]);
}
