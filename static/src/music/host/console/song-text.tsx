/** A song's title over what else is known. */
export function SongText({ title, byline, note }: { title: string; byline: string; note?: string }) {
  return (
    <div class="song-text">
      <p class="song-title" dir="auto">{title}</p>
      <p class="hint song-more">
        <span class="song-byline">{byline}</span>
        {note !== undefined && <span class="song-note">{note}</span>}
      </p>
    </div>
  );
}
