// Copying to the clipboard, also on plain http in a local network, where browsers hide their clipboard.

import { t } from "./i18n";
import { toast } from "./ui/toast";

/** Copies a text and says so; where the browser refuses, the text is shown to be copied by hand. */
export async function copyText(text: string, done: string): Promise<void> {
  toast((await copied(text)) ? done : t.value.copyFailed(text), { seconds: 6 });
}

async function copied(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copiedByCommand(text);
  }
}

function copiedByCommand(text: string): boolean {
  const area = document.createElement("textarea");
  const focused = document.activeElement;
  area.value = text;
  area.readOnly = true;
  area.className = "visually-hidden";
  document.body.append(area);
  area.select();
  try {
    return document.execCommand("copy");
  } catch {
    return false;
  } finally {
    area.remove();
    if (focused instanceof HTMLElement) focused.focus();
  }
}
