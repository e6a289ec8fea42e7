// The host's own house list while it is being edited: what is changed shows at once, and what the server says is
// taken over as soon as nothing of ours is on its way.

import { signal, type ReadonlySignal } from "@preact/signals";
import type { ClientMessage, ServerMessage, Song } from "../../wire/music";

/** Songs of the list, as the server has it. */
export const HOUSE_LIST_MAX = 500;

export interface HouseList {
  /** `null` until the server has said which they are. */
  readonly songs: ReadonlySignal<Song[] | null>;
  /** Asks the server. */
  ask(): void;
  /** These songs, in this order. */
  put(songs: Song[]): void;
  heard(message: ServerMessage): void;
  /** The link is new: nothing is on its way any more. */
  linked(): void;
}

export function createHouseList(send: (message: ClientMessage) => boolean): HouseList {
  const songs = signal<Song[] | null>(null);
  /** Lists on their way to the server. */
  let going = 0;
  const ask = () => void send({ type: "host:fallback_list" });
  return {
    songs,
    ask,
    put(wished) {
      if (!send({ type: "host:fallback", song_ids: wished.map((song) => song.song_id) })) return;
      going += 1;
      songs.value = wished;
    },
    heard(message) {
      if (message.type === "host:fallback_list") {
        going = Math.max(0, going - 1);
        if (going === 0) songs.value = message.songs;
      } else if (message.type === "error" && going > 0) {
        // It may be this list that was refused: the server's is the truth.
        going = 0;
        ask();
      }
    },
    linked() {
      going = 0;
      if (songs.peek() !== null) ask();
    },
  };
}

/** A list with the song at one place moved to another. */
export function moved<T>(list: T[], from: number, to: number): T[] {
  const target = Math.min(list.length - 1, Math.max(0, to));
  const rest = list.filter((_, at) => at !== from);
  const item = list[from];
  return item === undefined ? list : [...rest.slice(0, target), item, ...rest.slice(target)];
}
