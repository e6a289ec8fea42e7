// After the close.

import { HostFrame } from "../../../shared/ui/host-frame";
import { h } from "../texts";

export function Closed({ name }: { name: string }) {
  return (
    <HostFrame>
      <div class="card stack">
        <p class="eyebrow">{name}</p>
        <h1>{h.value.closedTitle}</h1>
        <p class="lead">{h.value.closedLead}</p>
        <div class="row">
          <a class="button button-main" href="/music/host">
            {h.value.newOne}
          </a>
          <a class="button" href="/host">
            {h.value.toDashboard}
          </a>
        </div>
      </div>
    </HostFrame>
  );
}
