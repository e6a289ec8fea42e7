// One prompt as its creator sees it: the link, the answers by now, the curve over the recording, the export.

import { useEffect, useRef, useState } from "preact/hooks";
import { copyText } from "../../shared/copy";
import { t } from "../../shared/i18n";
import { useJoinBase, withoutScheme } from "../../shared/join-base";
import { ConnectionBar } from "../../shared/ui/connection";
import { Icon } from "../../shared/ui/icons";
import { QrCode } from "../../shared/ui/qr";
import { toast } from "../../shared/ui/toast";
import { Skeleton } from "../../shared/ui/waiting";
import { writeCsv } from "../../shared/csv";
import { saveText } from "../../shared/save-file";
import type { Made } from "../../wire/prompt";
import { codeOf } from "../shared/begin";
import { Totals } from "../shared/totals";
import { useTotals } from "../shared/use-totals";
import { p } from "../texts";
import { everything, readPrompt } from "./api";
import { Chart } from "./chart";
import { at, readCurve, type Point } from "./curve";
import { table } from "./table";

/** Milliseconds between two readings of the sums, and of the curve. */
const SUMS_EVERY_MS = 2_000;
const CURVE_EVERY_MS = 15_000;
/** Milliseconds until the prompt is read again: its token is good for half an hour. And until it is tried again. */
const READ_EVERY_MS = 10 * 60 * 1000;
const RETRY_MS = 3_000;
/** Milliseconds between two steps of the playhead where there is no recording. */
const STEP_MS = 100;

export function Watch({ token, refused, uid }: { token: string; refused: () => void; uid: string }) {
  const [prompt, setPrompt] = useState<Made | null>(null);
  const [trouble, setTrouble] = useState("");
  // Looks that were asked for: the sums cannot be read any more, and perhaps there is nothing left.
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let current = true;
    const load = async () => {
      const answer = await readPrompt(token, uid);
      if (!current) return;
      const gone = !answer.ok && answer.failure.status === 404;
      if (answer.ok) setPrompt(answer.value);
      else if (answer.failure.status === 401) return refused();
      if (gone) setPrompt(null);
      setTrouble(answer.ok ? "" : gone ? p.value.notFound : p.value.failed(answer.failure.detail));
      timer = setTimeout(() => void load(), answer.ok ? READ_EVERY_MS : RETRY_MS);
    };
    void load();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [token, uid, looks]);
  if (trouble !== "" && prompt === null) {
    return (
      <p class="notice is-bad" role="alert">
        {trouble}
      </p>
    );
  }
  return prompt === null ? <Skeleton lines={5} /> : <Watched prompt={prompt} lookAgain={() => setLooks((count) => count + 1)} />;
}

function Watched({ prompt, lookAgain }: { prompt: Made; lookAgain: () => void }) {
  const { tally, away } = useTotals(prompt, SUMS_EVERY_MS);
  useEffect(() => {
    if (away) lookAgain();
  }, [away]);
  return (
    <>
      <ConnectionBar away={away} text={t.value.stageOff} />
      <div class="stack-s">
        <p class="eyebrow">
          {p.value.styles[prompt.prompt.style]} · {p.value.seconds(prompt.duration_seconds)}
        </p>
        <h1>{prompt.prompt.text}</h1>
      </div>
      <div class="watch">
        <section class="card stack" aria-labelledby="live-title">
          <h2 id="live-title">{p.value.live}</h2>
          <p class="watch-figures">
            <strong class="tabular">{p.value.stagePeople(tally.users)}</strong>
            <span class="tabular">{p.value.likes(tally.likes)}</span>
            {prompt.prompt.style === "press" && <span class="tabular">{p.value.presses(tally.presses)}</span>}
          </p>
          {prompt.prompt.style !== "press" && <Totals question={prompt.prompt} tally={tally} />}
        </section>
        <Share prompt={prompt} />
      </div>
      <Curve prompt={prompt} anybody={tally.users > 0} />
      <section class="row">
        <button type="button" class="button" onClick={() => void download(prompt)}>
          <Icon name="download" /> {p.value.export}
        </button>
      </section>
    </>
  );
}

function Share({ prompt }: { prompt: Made }) {
  const base = useJoinBase();
  const path = `/p/${encodeURIComponent(prompt.identifier)}`;
  const link = `${base}${path}`;
  const code = codeOf(prompt);
  return (
    <section class="card stack join-card" aria-labelledby="share-title">
      <h2 id="share-title">{p.value.shareTitle}</h2>
      <div class="watch-qr">
        <QrCode code={prompt.identifier} kind="prompt" />
      </div>
      <p class="join-address">{withoutScheme(link)}</p>
      {code !== null && (
        <p class="hint">
          {p.value.shareCode(withoutScheme(base))} <strong>{code}</strong>
        </p>
      )}
      <div class="row">
        <button type="button" class="button button-main" onClick={() => void copyText(link, p.value.linkCopied)}>
          <Icon name="copy" /> {p.value.copyLink}
        </button>
        <a class="button" href={path} target="_blank" rel="noopener">
          {p.value.openGuest}
        </a>
        <a class="button" href={`${path}/stage`} target="_blank" rel="noopener">
          {p.value.openStage}
        </a>
      </div>
    </section>
  );
}

function Curve({ prompt, anybody }: { prompt: Made; anybody: boolean }) {
  const [points, setPoints] = useState<Point[]>([]);
  const [time, setTime] = useState(0);
  const [playing, setPlaying] = useState(false);
  const media = useRef<HTMLVideoElement>(null);
  const duration = prompt.duration_seconds;
  useEffect(() => {
    let current = true;
    const read = async () => {
      const found = await readCurve(prompt);
      if (current && found !== null) setPoints(found);
    };
    if (anybody) void read();
    const timer = setInterval(() => anybody && void read(), CURVE_EVERY_MS);
    return () => {
      current = false;
      clearInterval(timer);
    };
  }, [prompt.jwt, anybody]);
  useEffect(() => {
    if (!playing || prompt.recording !== undefined) return;
    const began = Date.now() - time * 1000;
    const timer = setInterval(() => {
      const now = (Date.now() - began) / 1000;
      setTime(Math.min(now, duration));
      if (now >= duration) setPlaying(false);
    }, STEP_MS);
    return () => clearInterval(timer);
  }, [playing]);
  const toggle = () => {
    if (prompt.recording !== undefined) {
      if (media.current?.paused) void media.current.play();
      else media.current?.pause();
      return;
    }
    if (time >= duration) setTime(0);
    setPlaying(!playing);
  };
  const seek = (seconds: number) => {
    if (media.current !== null) media.current.currentTime = seconds;
    setTime(seconds);
  };
  const now = at(points, time);
  return (
    <section class="card stack" aria-labelledby="curve-title">
      <h2 id="curve-title">{p.value.curve}</h2>
      {points.length === 0 ? (
        <p class="hint">{p.value.curveNone}</p>
      ) : (
        <>
          <Chart question={prompt.prompt} points={points} duration={duration} time={time} />
          {prompt.recording !== undefined && (
            <video
              ref={media}
              class={prompt.recording.media_type.startsWith("video/") ? "watch-video" : "visually-hidden"}
              src={prompt.recording.url}
              preload="metadata"
              playsInline
              onTimeUpdate={(event) => setTime(event.currentTarget.currentTime)}
              onPlay={() => setPlaying(true)}
              onPause={() => setPlaying(false)}
            />
          )}
          <div class="row grow watch-play">
            <button type="button" class="button button-main" onClick={toggle}>
              <Icon name={playing ? "pause" : "play"} /> {playing ? p.value.curvePause : p.value.curvePlay}
            </button>
            <input type="range" min="0" max={duration} step="0.1" value={time} aria-label={p.value.curveAt} onInput={(event) => seek(Number(event.currentTarget.value))} />
            <span class="tabular">{time.toFixed(1)} s</span>
          </div>
          {now !== null && prompt.prompt.style !== "press" && <Totals question={prompt.prompt} tally={now.tally} />}
        </>
      )}
    </section>
  );
}

async function download(prompt: Made): Promise<void> {
  const found = await everything(prompt);
  if (found === null) return void toast(p.value.exportFailed, { seconds: 8 });
  saveText(`${prompt.identifier}.csv`, writeCsv(table(prompt.prompt, found)), "text/csv");
}
