// Looking for songs, and adding them or playing them at once.

import { Dialog } from "../../../shared/ui/dialog";
import { Icon } from "../../../shared/ui/icons";
import type { ConsoleSession } from "../session";
import { h } from "../texts";
import { SongSearch } from "./song-search";

interface AddProps {
  session: ConsoleSession;
  open: boolean;
  onClose: () => void;
}

export function AddSongs({ session, open, onClose }: AddProps) {
  return (
    <Dialog open={open} title={h.value.addSongs} onClose={onClose}>
      <Search session={session} onPlay={onClose} />
    </Dialog>
  );
}

function Search({ session, onPlay }: { session: ConsoleSession; onPlay: () => void }) {
  const { room } = session.model.value;
  const waiting = new Set(room.queue.map((entry) => entry.song_id));
  return (
    <SongSearch
      first
      actions={(song) => {
        const playing = room.playing?.song.song_id === song.song_id;
        return (
          <>
            {playing || waiting.has(song.song_id) ? (
              <span class="hint song-state">
                <Icon name="check" /> {playing ? h.value.isPlaying : h.value.isWaiting}
              </span>
            ) : (
              <button type="button" class="button" aria-label={h.value.addNamed(song.title)} onClick={() => session.add(song.song_id)}>
                <Icon name="plus" /> <span class="wide-only">{h.value.add}</span>
              </button>
            )}
            <button
              type="button"
              class="button button-icon"
              aria-label={h.value.playNowNamed(song.title)}
              title={h.value.playNow}
              onClick={() => {
                session.playNow(song.song_id);
                onPlay();
              }}
            >
              <Icon name="play" />
            </button>
          </>
        );
      }}
    />
  );
}
