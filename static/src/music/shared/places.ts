// The places that this browser has in music rooms, kept so that a reload is the same guest.

import { load, save } from "../../shared/store";

export interface Place {
  token: string;
  name: string;
  /** The room's name, for the list of recent rooms. */
  title: string;
  /** Epoch milliseconds of the last visit. */
  at: number;
  /** The last message of the chat that was read. */
  readId?: number;
  /** The room is closed. */
  closed?: boolean;
}

const PLACES = "soiree.music";
/** Places kept in all: the oldest are forgotten first. */
const PLACES_MAX = 20;
const NAME = "soiree.music.name";

/** All kept places by code. */
export function places(): Record<string, Place> {
  const all = load<Record<string, Place>>(PLACES);
  return all !== null && typeof all === "object" ? all : {};
}

/** Keeps or updates a place. */
export function keepPlace(code: string, place: Place): void {
  const entries = Object.entries({ ...places(), [code]: place });
  entries.sort(([, a], [, b]) => b.at - a.at);
  save(PLACES, Object.fromEntries(entries.slice(0, PLACES_MAX)));
}

/** Gives a place up. */
export function dropPlace(code: string): void {
  const { [code]: _, ...rest } = places();
  save(PLACES, rest);
}

/** The name that was given last, to be offered the next time. */
export const lastName = (): string => {
  const name = load<unknown>(NAME);
  return typeof name === "string" ? name : "";
};

export const keepName = (name: string): void => void save(NAME, name);
