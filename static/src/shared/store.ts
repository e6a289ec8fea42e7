// The browser's local storage, safe where it is blocked, full or somebody else's scribble: then the page
// still works, it only forgets.

/** Reads a stored value; `null` where there is none, or none that can be read. */
export function load<T>(key: string): T | null {
  try {
    const text = localStorage.getItem(key);
    return text === null ? null : (JSON.parse(text) as T);
  } catch {
    return null;
  }
}

/** Stores a value; `false` where storage refuses. */
export function save(key: string, value: unknown): boolean {
  try {
    localStorage.setItem(key, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}

/** Forgets a value. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Blocked storage has nothing to forget.
  }
}

/** A participant's seat in a game, kept so that a reload sits down again. */
export interface Seat {
  token: string;
  pseudonym: string;
  /** The quiz's title, for the list of recent games. */
  title: string;
  /** Epoch milliseconds of the last visit. */
  at: number;
  /** The game is over; the link still shows the result. */
  ended?: boolean;
}

const SEATS = "soiree.seats";
/** Seats kept in all: the oldest are forgotten first. */
const SEATS_MAX = 20;

/** All kept seats by code. */
export function seats(): Record<string, Seat> {
  const all = load<Record<string, Seat>>(SEATS);
  return all !== null && typeof all === "object" ? all : {};
}

/** Keeps or updates a seat. */
export function keepSeat(code: string, seat: Seat): void {
  const entries = Object.entries({ ...seats(), [code]: seat });
  entries.sort(([, a], [, b]) => b.at - a.at);
  save(SEATS, Object.fromEntries(entries.slice(0, SEATS_MAX)));
}

/** Gives a seat up. */
export function dropSeat(code: string): void {
  const { [code]: _, ...rest } = seats();
  save(SEATS, rest);
}
