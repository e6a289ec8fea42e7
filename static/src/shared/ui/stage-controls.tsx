// A stage has no controls but these two, which show only while somebody at the machine moves the mouse.

import { useEffect, useState } from "preact/hooks";
import { toggleFullScreen } from "../full-screen";
import { t } from "../i18n";
import { Dialog } from "./dialog";
import { Icon } from "./icons";
import { Preferences } from "./preferences";

/** Milliseconds without a move of the mouse after which the controls hide. */
const IDLE_MS = 2_500;

/** Full screen and preferences; only for somebody at the machine, gone when nobody moves. */
export function StageControls() {
  const [idle, setIdle] = useState(true);
  const [open, setOpen] = useState(false);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const wake = () => {
      setIdle(false);
      clearTimeout(timer);
      timer = setTimeout(() => setIdle(true), IDLE_MS);
    };
    const onKey = (event: KeyboardEvent) => {
      wake();
      const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (plain && event.key.toLowerCase() === "f" && !(event.target instanceof HTMLSelectElement)) toggleFullScreen();
    };
    addEventListener("pointermove", wake);
    addEventListener("keydown", onKey);
    return () => {
      clearTimeout(timer);
      removeEventListener("pointermove", wake);
      removeEventListener("keydown", onKey);
    };
  }, []);
  useEffect(() => {
    document.documentElement.classList.toggle("is-idle", idle && !open);
  }, [idle, open]);
  return (
    <div class="controls">
      <button type="button" class="button" onClick={() => setOpen(true)}>
        {t.value.settings}
      </button>
      <button type="button" class="button" onClick={toggleFullScreen}>
        <Icon name="full" /> {t.value.stageFullScreen}
      </button>
      <Dialog open={open} title={t.value.settings} onClose={() => setOpen(false)}>
        <Preferences />
      </Dialog>
    </div>
  );
}
