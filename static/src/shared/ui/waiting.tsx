// What stands while something is awaited: a skeleton, then what it is, then why and what to do.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";

const SKELETON_MS = 300;
const REASON_MS = 5_000;

interface AwaitedProps {
  /** What is awaited, after 300 ms. */
  what: string;
  /** Why it may take so long and what to do, after 5 s. */
  reason?: ComponentChildren;
}

export function Awaited({ what, reason }: AwaitedProps) {
  const [stage, setStage] = useState<0 | 1 | 2>(0);
  useEffect(() => {
    const timers = [setTimeout(() => setStage(1), SKELETON_MS), setTimeout(() => setStage(2), REASON_MS)];
    return () => timers.forEach(clearTimeout);
  }, []);
  return (
    <div class="awaited" role="status">
      <Skeleton lines={3} />
      {stage >= 1 && <p class="awaited-what">{what}</p>}
      {stage >= 2 && reason !== undefined && <div class="awaited-reason">{reason}</div>}
    </div>
  );
}

interface WaitingProps {
  what: string;
  reason: string;
  /** What the button says that tries again at once. */
  retry: string;
  onRetry: () => void;
}

/** The same for a connection, which can be tried again at once. */
export function Waiting({ what, reason, retry, onRetry }: WaitingProps) {
  return (
    <Awaited
      what={what}
      reason={
        <>
          <p>{reason}</p>
          <button type="button" class="button" onClick={onRetry}>
            {retry}
          </button>
        </>
      }
    />
  );
}

/** Grey lines where text will be. */
export function Skeleton({ lines }: { lines: number }) {
  return (
    <div class="skeleton" aria-hidden="true">
      {Array.from({ length: lines }, (_, i) => (
        <span key={i} />
      ))}
    </div>
  );
}
