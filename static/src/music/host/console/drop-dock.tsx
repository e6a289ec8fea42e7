// Where a song of the queue can be dropped, in reach of a thumb wherever the page is scrolled to.

import { Icon } from "../../../shared/ui/icons";
import { h } from "../texts";
import type { Drag } from "./drag";

export function DropDock({ drag }: { drag: Drag<number> }) {
  if (drag.item === null) return null;
  return (
    <div class="drop-dock" aria-hidden="true">
      <p class={`drop-place drop-play ${drag.over === "play" ? "is-over" : ""}`} data-drop="play">
        <Icon name="play" /> {h.value.dropToPlay}
      </p>
      <p class={`drop-place drop-bin ${drag.over === "bin" ? "is-over" : ""}`} data-drop="bin">
        <Icon name="trash" /> {h.value.dropToRemove}
      </p>
    </div>
  );
}
