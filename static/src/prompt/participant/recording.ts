// The element that plays a journey's recording.

import type { RecordingLink } from "../../wire/prompt";

/** The element that plays it, which the page shows where there is something to be seen. */
export function recordingOf({ url, media_type }: RecordingLink): HTMLMediaElement {
  const media = document.createElement(media_type.startsWith("video/") ? "video" : "audio");
  media.src = url;
  media.preload = "auto";
  media.setAttribute("playsinline", "");
  return media;
}

/** Plays for a moment without a sound, which lets it sound later. Where it is so slow to come that it is wanted by then, it plays on. */
export function unlock(media: HTMLMediaElement, isWanted: () => boolean): void {
  media.muted = true;
  const still = () => {
    media.muted = false;
    if (isWanted()) return;
    media.pause();
    media.currentTime = 0;
  };
  void media.play().then(still, still);
}
