// The prompt itself: time, question, answers, hearts, and those who are here.

import { useEffect, useRef } from "preact/hooks";
import { number } from "../../shared/i18n";
import { ConnectionBar } from "../../shared/ui/connection";
import { Icon } from "../../shared/ui/icons";
import { p } from "../texts";
import { Heart } from "../shared/heart";
import { Answers } from "./answers";
import { Faces } from "./faces";
import { Hearts } from "./hearts";
import type { Model } from "./model";
import type { Session } from "./session";
import { Strip } from "./strip";

export function RunningScreen({ model, session }: { model: Model; session: Session }) {
  if (model.begun === null) return null;
  const { prompt, duration_seconds: duration } = model.begun;
  const left = Math.max(0, Math.ceil(duration - model.time));
  // At its end it stands still by itself; one that could not be loaded is not paused.
  const { recording } = session;
  const blocked = recording !== null && (recording.error !== null || (recording.paused && !recording.ended));
  return (
    <div class={`prompt ${model.away ? "is-stale" : ""}`}>
      <ConnectionBar away={model.away} />
      <header class="prompt-head">
        <Faces faces={model.faces} users={model.tally.users} />
        <p class="prompt-left" aria-label={p.value.remaining(p.value.seconds(left))}>
          {clockText(left)}
        </p>
      </header>
      <div class="prompt-time" aria-hidden="true">
        <span style={{ transform: `scaleX(${Math.min(1, Math.max(0, model.time / duration))})` }} />
      </div>
      <main class="prompt-main">
        <h1>{prompt.text}</h1>
        {blocked && (
          <button type="button" class="button button-main button-wide" onClick={session.sound}>
            <Icon name="play" /> {p.value.playRecording}
          </button>
        )}
        {session.recording instanceof HTMLVideoElement && <Film video={session.recording} />}
        <Answers question={prompt} model={model} choose={session.choose} press={session.press} settle={session.settle} />
      </main>
      <footer class="prompt-foot">
        <Strip lines={model.lines} question={prompt} />
        <button type="button" class="heart-button" onClick={session.like}>
          <span class="visually-hidden">{p.value.sendHeart} </span>
          <Heart />
          <span class="tabular">{number(model.tally.likes)}</span>
        </button>
        <Hearts hearts={model.hearts} settle={session.settle} />
      </footer>
    </div>
  );
}

/** A recording that is to be seen. */
function Film({ video }: { video: HTMLVideoElement }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => place.current?.replaceChildren(video), [video]);
  return <div class="film" ref={place} />;
}

/** Seconds as people read a clock: 1:05. */
function clockText(seconds: number): string {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}
