// The music rooms' calls of the server's HTTP interface, as far as the host's pages need them.

import { call, type Answer } from "../../shared/http";
import type { Settings } from "../../wire/music";

export interface CreatedRoom {
  room_id: string;
  code: string;
  host_token: string;
}

/** Makes a room. */
export const createRoom = (name: string, settings?: Partial<Settings>): Promise<Answer<CreatedRoom>> =>
  call("POST", "/api/v1/music/rooms", undefined, settings === undefined ? { name } : { name, settings });
