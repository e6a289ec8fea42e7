// Which keys a console has.

import { Dialog } from "./dialog";

interface KeyHelpProps<Wish extends string> {
  open: boolean;
  onClose: () => void;
  keys: { keys: string; wish: Wish }[];
  texts: { helpTitle: string; spaceBar: string; helpNote: string; keys: Record<Wish, string> };
}

export function KeyHelp<Wish extends string>({ open, onClose, keys, texts }: KeyHelpProps<Wish>) {
  return (
    <Dialog open={open} title={texts.helpTitle} onClose={onClose}>
      <dl class="key-list">
        {keys.map(({ keys, wish }) => (
          <div key={keys}>
            <dt>
              <kbd>{keys === "Space" ? texts.spaceBar : keys}</kbd>
            </dt>
            <dd>{texts.keys[wish]}</dd>
          </div>
        ))}
      </dl>
      <p class="hint">{texts.helpNote}</p>
    </Dialog>
  );
}
