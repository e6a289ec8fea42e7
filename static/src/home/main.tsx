// The home page: enter a code of whatever kind, come back to a room, or host one.

import "../shared/base.css";
import "./home.css";
import { useEffect, useState } from "preact/hooks";
import { places } from "../music/shared/places";
import { seats } from "../quiz/shared/seats";
import { t } from "../shared/i18n";
import { joinPath } from "../shared/rooms";
import { CodeField } from "../shared/ui/code-field";
import { Frame } from "../shared/ui/frame";
import { Icon, type IconName } from "../shared/ui/icons";
import { startPage } from "../shared/ui/start";

function Home() {
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  const [looking, setLooking] = useState(false);
  // Back from the room's page by the browser's button, the form is to be used again.
  useEffect(() => {
    const awake = () => setLooking(false);
    addEventListener("pageshow", awake);
    return () => removeEventListener("pageshow", awake);
  }, []);
  return (
    <Frame>
      <form
        class="home-join"
        onSubmit={(event) => {
          event.preventDefault();
          if (code === "") {
            setMissing(true);
            return;
          }
          setLooking(true);
          void joinPath(code).then((path) => location.assign(`${path}#join`));
        }}
      >
        <h1>{t.value.homeTitle}</h1>
        <p>{t.value.homeLead}</p>
        <CodeField
          value={code}
          onInput={(typed) => {
            setCode(typed);
            setMissing(false);
          }}
          error={missing ? t.value.codeMissing : undefined}
        />
        <button type="submit" class="button button-main button-large button-wide" aria-disabled={looking}>
          {t.value.join} <Icon name="arrow" />
        </button>
      </form>
      <RecentGames />
      <div class="home-hosts">
        <HostLink href="/host" icon="glass" title={t.value.hostLink} lead={t.value.hostLead} />
        <HostLink href="/music/host" icon="music" title={t.value.hostMusicLink} lead={t.value.hostMusicLead} />
      </div>
    </Frame>
  );
}

function HostLink({ href, icon, title, lead }: { href: string; icon: IconName; title: string; lead: string }) {
  return (
    <a class="home-host" href={href}>
      <span class="home-host-mark">
        <Icon name={icon} />
      </span>
      <span>
        <strong>{title}</strong>
        <span>{lead}</span>
      </span>
      <Icon name="arrow" />
    </a>
  );
}

/** A room that this browser has been in. */
interface Recent {
  path: string;
  code: string;
  title: string;
  name: string;
  at: number;
  /** What the link leads to. */
  word: string;
}

/** Rooms of all kinds that this browser has a place in, the latest first. */
function recentRooms(): Recent[] {
  const games = Object.entries(seats()).map(([code, seat]): Recent => ({
    path: `/j/${encodeURIComponent(code)}`,
    code,
    title: seat.title || t.value.joinUntitled(code),
    name: seat.pseudonym,
    at: seat.at,
    word: seat.ended ? t.value.recentEnded : t.value.recentBack,
  }));
  // A music room that is closed shows nothing any more.
  const rooms = Object.entries(places()).flatMap(([code, place]): Recent[] =>
    place.closed ? [] : [{ path: `/m/${encodeURIComponent(code)}`, code, title: place.title || code, name: place.name, at: place.at, word: t.value.recentRoom }],
  );
  return [...games, ...rooms].sort((a, b) => b.at - a.at);
}

function RecentGames() {
  const recent = recentRooms();
  if (recent.length === 0) return null;
  return (
    <section class="home-recent">
      <h2>{t.value.recentGames}</h2>
      <ul>
        {recent.slice(0, 5).map(({ path, code, title, name, word }) => (
          <li key={path}>
            <a href={path}>
              <span class="pseudonym">
                <strong>{title}</strong>
                <span>
                  {code} · {t.value.asSeat(name)}
                </span>
              </span>
              <span class="home-recent-go">{word}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

startPage(<Home />);
