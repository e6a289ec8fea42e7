// Which rows of a long list are drawn: those in sight and a few around them. Pure.

/** Rows drawn beyond what is in sight, on each side. */
const BEYOND = 4;

/** What is drawn, from `from` to before `to`. */
export interface Range {
  from: number;
  to: number;
}

/** The rows of a list that is scrolled to `top` and shows `height` pixels. */
export function rangeOf(top: number, height: number, row: number, count: number): Range {
  const from = Math.max(0, Math.floor(top / row) - BEYOND);
  return { from: Math.min(from, count), to: Math.min(count, Math.ceil((top + height) / row) + BEYOND) };
}

/** Where to scroll so that a row is wholly in sight; `top` itself where it is. */
export function scrollFor(at: number, top: number, height: number, row: number): number {
  return Math.max(Math.min(top, at * row), (at + 1) * row - height);
}

/** Things in the order in which they stood; what is new comes first. So nothing moves away under a pointer. */
export function inOldOrder<Row extends { conversation_id: string }>(rows: Row[], before: readonly string[]): Row[] {
  const place = new Map(before.map((id, at) => [id, at]));
  return [...rows].sort((a, b) => (place.get(a.conversation_id) ?? -1) - (place.get(b.conversation_id) ?? -1));
}
