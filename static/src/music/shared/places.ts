// The places that this browser has in music rooms, kept so that a reload is the same guest.

import { keptByCode, load, save } from "../../shared/store";

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

const PLACES_MAX = 20;
const NAME = "soiree.music.name";

const kept = keptByCode<Place>("soiree.music", PLACES_MAX);

/** All kept places by code. */
export const places = kept.all;
export const keepPlace = kept.keep;
export const dropPlace = kept.drop;

/** The name that was given last, to be offered the next time. */
export const lastName = (): string => {
  const name = load<unknown>(NAME);
  return typeof name === "string" ? name : "";
};

export const keepName = (name: string): void => void save(NAME, name);
