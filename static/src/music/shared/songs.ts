// The catalogue of songs over HTTP.

import type { Song } from "../../wire/music";
import { call, type Answer } from "../../shared/http";

/** A page of songs; `next` leads to the one after it. */
export interface SongsPage {
  songs: Song[];
  next: string | null;
}

/** Songs of one page: as many as a thumb scrolls through before it asks for more. */
const PAGE = 30;

/** Songs in whose title, artist or album every word occurs; all songs for an empty text. */
export const searchSongs = (text: string, cursor: string | null): Promise<Answer<SongsPage>> => {
  const query = new URLSearchParams({ limit: String(PAGE) });
  if (text !== "") query.set("q", text);
  if (cursor !== null) query.set("cursor", cursor);
  return call("GET", `/api/v1/music/songs?${query}`);
};

/** The catalogue as a whole. */
export interface Catalogue {
  /** Whether the server has a folder of songs. */
  folder: boolean;
  /** Whether the folder is being looked through now. */
  scanning?: boolean;
  /** Songs that can be found now. */
  songs?: number;
  /** Files that the scan has dealt with, and that it has found in all. */
  scanned?: number;
  found?: number;
}

export const askCatalogue = (): Promise<Answer<Catalogue>> => call("GET", "/api/v1/music/catalogue");

/** What a song's line says below its title; empty where nothing is known. */
export const bylineOf = (song: Song): string => [song.artist, song.album].filter((part) => part).join(" · ");
