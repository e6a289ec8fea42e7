// The seats that this browser has in games, kept so that a reload sits down again.

import { keptByCode } from "../../shared/store";

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

const SEATS_MAX = 20;

const kept = keptByCode<Seat>("soiree.seats", SEATS_MAX);

/** All kept seats by code. */
export const seats = kept.all;
export const keepSeat = kept.keep;
export const dropSeat = kept.drop;
