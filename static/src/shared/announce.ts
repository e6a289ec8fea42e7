// Spoken messages for those who do not see the screen: polite for news, assertive for what cannot wait.

let polite: HTMLElement | null = null;
let assertive: HTMLElement | null = null;

function region(kind: "polite" | "assertive"): HTMLElement {
  const element = document.createElement("div");
  element.className = "visually-hidden";
  element.setAttribute("aria-live", kind);
  element.setAttribute("aria-atomic", "true");
  document.body.append(element);
  return element;
}

/** Creates the regions; they must stand in the page before the first message to be heard. */
export function startAnnouncements(): void {
  polite ??= region("polite");
  assertive ??= region("assertive");
}

function say(element: HTMLElement | null, text: string): void {
  if (element === null) return;
  // The same text twice would be silent; a trailing no-break space makes it new.
  element.textContent = element.textContent === text ? `${text}\u00a0` : text;
}

/** Says it when there is a pause. */
export const announce = (text: string): void => say(polite, text);

/** Says it at once: "removed" and "time is up" only. */
export const announceNow = (text: string): void => say(assertive, text);
