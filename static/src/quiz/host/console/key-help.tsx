// Which keys there are.

import { Dialog } from "../../../shared/ui/dialog";
import { KEYS } from "../keys";
import { h } from "../texts";

export function KeyHelp({ open, onClose }: { open: boolean; onClose: () => void }) {
  return (
    <Dialog open={open} title={h.value.helpTitle} onClose={onClose}>
      <dl class="key-list">
        {KEYS.map(({ keys, wish }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys === "Space" ? h.value.spaceBar : keys}</kbd>
            </dt>
            <dd>{h.value.keys[wish]}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{h.value.helpNote}</p>
    </Dialog>
  );
}
