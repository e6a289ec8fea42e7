// A song's picture; where it has none, a record in a colour of its own.

import { useEffect, useState } from "preact/hooks";
import type { Song } from "../../wire/music";

/** Colours of records without a picture: see `music.css`. */
const TONES = 5;

/** Always the same number for the same song. */
const toneOf = (songId: string): number => [...songId].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7) % TONES;

/** Decoration: the title beside it says what it is. `large` where it is shown wider than a hand. */
export function Cover({ song, large = false }: { song: Song; large?: boolean }) {
  const [broken, setBroken] = useState(false);
  useEffect(() => setBroken(false), [song.cover_url]);
  if (song.cover_url !== null && !broken) {
    return <img class="cover" src={large ? song.cover_url : `${song.cover_url}?size=small`} alt="" loading="lazy" decoding="async" onError={() => setBroken(true)} />;
  }
  return (
    <span class={`cover cover-none tone-${toneOf(song.song_id)}`} aria-hidden="true">
      <svg viewBox="0 0 48 48">
        <circle cx="24" cy="24" r="19" class="cover-disc" />
        <circle cx="24" cy="24" r="14" class="cover-groove" />
        <circle cx="24" cy="24" r="7" class="cover-label" />
        <circle cx="24" cy="24" r="1.8" class="cover-hole" />
      </svg>
    </span>
  );
}
