// The sound: two audio elements, of which one plays and the other has the next song ready. It knows nothing of
// rooms; what happens it tells by callbacks.

/** What a deck plays. */
export interface Track {
  songId: string;
  url: string;
}

export interface DeckEvents {
  /** The song is over. */
  ended(songId: string): void;
  /** It cannot be played, or has not come for too long. */
  failed(songId: string): void;
  /** The browser wants a tap before it lets sound out. */
  blocked(): void;
  /** It is heard, from here on. */
  playing(songId: string): void;
  /** It is meant to stand from now on, or not any more. */
  turned(paused: boolean): void;
  /** A few times a second while it plays. */
  ticked(): void;
}

export interface Deck {
  /** What is on it; `null` for nothing. */
  songId(): string | null;
  /** Milliseconds into the song; while it is still being opened, the place that it was asked to be at. */
  placeMs(): number;
  /** As the file says; `null` until known. */
  durationMs(): number | null;
  /** Whether it is meant to stand. */
  paused(): boolean;
  /** Whether it has come to its end. */
  over(): boolean;
  /** What is on it cannot be played, or not any more. */
  broken(): boolean;
  /** Puts a song on, at a place. */
  load(track: Track, placeMs: number, play: boolean): void;
  play(): void;
  pause(): void;
  seek(placeMs: number): void;
  /** Gets this one ready. */
  preload(track: Track | null): void;
  stop(): void;
  /** 0 to 1. */
  setVolume(volume: number): void;
  /** Takes the elements out of the page. */
  close(): void;
  /** To be called within a tap: some browsers let an element sound later only if it was touched by one. */
  bless(): void;
}

/** Milliseconds that sound takes to go, so that it does not crack. */
const FADE_MS = 160;
const FADE_STEP_MS = 20;
/** Milliseconds within which a place is the one asked for: a jump would only crack. */
const SAME_PLACE_MS = 30;
/** Milliseconds without data after which a song is given up. */
const STALL_MS = 8_000;

/** A deck of the browser's own audio elements. */
export function createDeck(events: DeckEvents): Deck {
  let volume = 1;
  let current = element();
  let next = element();
  let song: Track | null = null;
  let ready: Track | null = null;
  let wanted = false;
  let stall: ReturnType<typeof setTimeout> | undefined;
  const fades = new Map<HTMLAudioElement, ReturnType<typeof setInterval>>();
  /** Places asked for before the element knew its song: not every browser takes them then. */
  const asked = new Map<HTMLAudioElement, number>();

  function element(): HTMLAudioElement {
    const audio = new Audio();
    audio.preload = "auto";
    // In the page, so that what plays can be looked at with the browser's own tools.
    document.body.append(audio);
    const mine = (then: (songId: string) => void) => () => {
      if (audio === current && song !== null) then(song.songId);
    };
    audio.addEventListener("loadedmetadata", () => {
      const place = asked.get(audio);
      asked.delete(audio);
      if (place !== undefined) audio.currentTime = place / 1000;
    });
    audio.addEventListener("ended", mine((id) => (want(false), events.ended(id))));
    audio.addEventListener("error", mine((id) => (calm(), events.failed(id))));
    // A jump ends with "playing" too, also in a song that is just being let go.
    audio.addEventListener("playing", mine((id) => (calm(), wanted && events.playing(id))));
    audio.addEventListener("timeupdate", mine(() => events.ticked()));
    audio.addEventListener("waiting", mine((id) => {
      calm();
      stall = setTimeout(() => song?.songId === id && wanted && events.failed(id), STALL_MS);
    }));
    return audio;
  }

  function want(play: boolean): void {
    if (wanted === play) return;
    wanted = play;
    events.turned(!play);
  }

  const calm = () => clearTimeout(stall);

  function start(audio: HTMLAudioElement): void {
    endFade(audio);
    audio.volume = volume;
    audio.play().catch((error: unknown) => {
      // Refused without a tap. An interrupted start (another song came) is none; a broken file tells by "error".
      if (audio === current && error instanceof DOMException && error.name === "NotAllowedError") {
        want(false);
        events.blocked();
      }
    });
  }

  function endFade(audio: HTMLAudioElement): void {
    clearInterval(fades.get(audio));
    fades.delete(audio);
  }

  /** Lets the sound go, then stands still. A hidden page's timers are too slow for that. */
  function silence(audio: HTMLAudioElement): void {
    endFade(audio);
    if (audio.paused || document.hidden) {
      audio.pause();
      return;
    }
    const step = (audio.volume * FADE_STEP_MS) / FADE_MS;
    fades.set(audio, setInterval(() => {
      audio.volume = Math.max(0, audio.volume - step);
      if (audio.volume === 0) hush(audio);
    }, FADE_STEP_MS));
  }

  /** Silent at once. */
  function hush(audio: HTMLAudioElement): void {
    endFade(audio);
    audio.pause();
    audio.volume = volume;
  }

  function put(audio: HTMLAudioElement, placeMs: number): void {
    if (audio.readyState < HTMLMediaElement.HAVE_METADATA) asked.set(audio, placeMs);
    else if (Math.abs(audio.currentTime * 1000 - placeMs) >= SAME_PLACE_MS) audio.currentTime = placeMs / 1000;
  }

  /** A song on an element, at its beginning. */
  function open(audio: HTMLAudioElement, track: Track | null): void {
    hush(audio);
    asked.delete(audio);
    if (track === null) audio.removeAttribute("src");
    else audio.src = track.url;
  }

  return {
    songId: () => song?.songId ?? null,
    placeMs: () => asked.get(current) ?? current.currentTime * 1000,
    durationMs: () => (Number.isFinite(current.duration) ? current.duration * 1000 : null),
    paused: () => !wanted,
    over: () => current.ended,
    broken: () => current.error !== null,
    load(track, placeMs, play) {
      calm();
      if (ready?.url !== track.url || next.error !== null) open(next, track);
      // Always the same two elements: browsers let those sound that were touched by a tap.
      [current, next] = [next, current];
      silence(next);
      ready = null;
      song = track;
      want(play);
      put(current, placeMs);
      if (play) start(current);
    },
    play() {
      if (song === null) return;
      want(true);
      start(current);
    },
    pause() {
      want(false);
      calm();
      silence(current);
    },
    seek(placeMs) {
      // What is being let go is let go here, not in another place.
      if (fades.has(current)) hush(current);
      put(current, placeMs);
    },
    preload(track) {
      if (track?.url === ready?.url) return;
      ready = track;
      open(next, track);
    },
    stop() {
      calm();
      want(false);
      song = null;
      ready = null;
      asked.clear();
      [current, next] = [next, current];
      silence(next);
    },
    setVolume(wished) {
      volume = wished;
      if (!fades.has(current)) current.volume = wished;
    },
    close() {
      for (const audio of [current, next]) {
        hush(audio);
        audio.remove();
      }
    },
    bless() {
      for (const audio of [current, next]) if (!audio.hasAttribute("src")) audio.load();
    },
  };
}
