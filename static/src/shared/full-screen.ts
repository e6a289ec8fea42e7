// Full screen, and back.

/** Switches; a browser that refuses leaves everything as it is. */
export function toggleFullScreen(): void {
  const done = document.fullscreenElement === null ? document.documentElement.requestFullscreen?.() : document.exitFullscreen();
  done?.catch(() => undefined);
}
