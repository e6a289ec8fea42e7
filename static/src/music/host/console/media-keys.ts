// The keys on keyboards and headsets that are meant for players, and what the system shows of the song.

import { useEffect } from "preact/hooks";
import type { ConsoleSession } from "../session";

export function useMediaKeys({ model, player }: ConsoleSession): void {
  const { playing, name } = model.value.room;
  const song = playing?.song;
  const stands = player.stands();
  useEffect(() => {
    const media = navigator.mediaSession;
    if (media === undefined || player.role.peek() !== "player") return;
    media.metadata = song === undefined ? null : new MediaMetadata({ title: song.title, artist: song.artist ?? "", album: song.album ?? name, artwork: song.cover_url === null ? [] : [{ src: song.cover_url }] });
    media.playbackState = song === undefined ? "none" : stands ? "paused" : "playing";
  }, [song?.song_id, stands, player.role.value]);
  useEffect(() => {
    const media = navigator.mediaSession;
    if (media === undefined) return;
    const handlers: [MediaSessionAction, MediaSessionActionHandler][] = [
      ["play", () => player.stands() && player.toggle()],
      ["pause", () => player.stands() || player.toggle()],
      ["nexttrack", () => player.next()],
      ["seekto", ({ seekTime }) => seekTime !== undefined && player.seek(seekTime * 1000)],
    ];
    for (const [action, handler] of handlers) media.setActionHandler(action, handler);
    return () => {
      for (const [action] of handlers) media.setActionHandler(action, null);
    };
  }, [player]);
}
