// Hearts that rise and fade, each once. With reduced motion nothing rises; the count says the same.

import { reducedMotion } from "../../shared/motion";
import { Heart } from "../shared/heart";

/** A heart's place across, from its id: the same on every redraw. */
function lane(uid: string): number {
  let hash = 0;
  for (const char of uid) hash = (hash * 31 + char.charCodeAt(0)) % 997;
  return (hash % 80) + 5;
}

export function Hearts({ hearts, settle }: { hearts: string[]; settle: (uid: string) => void }) {
  if (reducedMotion()) return null;
  return (
    <div class="hearts" aria-hidden="true">
      {hearts.map((uid) => (
        <span key={uid} style={{ insetInlineEnd: `${lane(uid)}%` }} onAnimationEnd={() => settle(uid)}>
          <Heart />
        </span>
      ))}
    </div>
  );
}
