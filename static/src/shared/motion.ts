// Whether the visitor wants things to move.

/** True where the system asks for reduced motion. */
export const reducedMotion = (): boolean =>
  typeof matchMedia === "function" && matchMedia("(prefers-reduced-motion: reduce)").matches;
