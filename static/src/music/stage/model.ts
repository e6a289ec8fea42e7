// What the projector of a music room knows, and how each message changes it. Pure, and public: nothing secret
// comes here.

import type { ServerMessage } from "../../wire/music";
import * as R from "../shared/room";

/** Something that a guest has just done. */
export interface News {
  no: number;
  kind: "vote" | "add";
  guestId: number;
  name: string;
  songId: string;
  title: string;
}

export interface Model {
  code: string;
  room: R.Room;
  /** The newest first. */
  feed: News[];
}

/** News that a stage holds: more do not fit. */
export const FEED_MAX = 6;

export const initial = (code: string): Model => ({ code, room: R.initial(code), feed: [] });

/** A message of the server. */
export function receive(model: Model, message: ServerMessage): Model {
  const room = R.receive(model.room, message);
  const next = { ...model, room };
  switch (message.type) {
    case "song_queued": {
      const { added_by: by, song_id, song } = message;
      // A song that the host has put back is no news of the guest who once added it.
      if (message.votes > 1) return next;
      return { ...next, feed: withNews(model.feed, { kind: "add", guestId: by.guest_id, name: by.name, songId: song_id, title: song.title }) };
    }
    case "song_vote": {
      const { by, song_id, voted } = message;
      const feed = model.feed.filter((news) => !(news.kind === "vote" && news.guestId === by.guest_id && news.songId === song_id));
      if (!voted) return { ...next, feed };
      const song = room.queue.find((entry) => entry.song_id === song_id)?.song;
      // Who has just added it votes for it by that.
      const added = feed.some((news) => news.kind === "add" && news.guestId === by.guest_id && news.songId === song_id);
      if (song === undefined || added) return { ...next, feed };
      return { ...next, feed: withNews(feed, { kind: "vote", guestId: by.guest_id, name: by.name, songId: song_id, title: song.title }) };
    }
    case "song_removed":
      return { ...next, feed: model.feed.filter((news) => news.songId !== message.song_id) };
    default:
      return next;
  }
}

const withNews = (feed: News[], news: Omit<News, "no">): News[] => [{ ...news, no: (feed[0]?.no ?? 0) + 1 }, ...feed].slice(0, FEED_MAX);
