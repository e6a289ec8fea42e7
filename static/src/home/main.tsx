// The home page: enter a code, come back to a game, or host one.

import "../shared/base.css";
import "./home.css";
import { useState } from "preact/hooks";
import { t } from "../shared/i18n";
import { seats } from "../shared/store";
import { CodeField } from "../shared/ui/code-field";
import { Frame } from "../shared/ui/frame";
import { Icon } from "../shared/ui/icons";
import { startPage } from "../shared/ui/start";

function Home() {
  const [code, setCode] = useState("");
  const [missing, setMissing] = useState(false);
  return (
    <Frame>
      <form
        class="home-join"
        onSubmit={(event) => {
          event.preventDefault();
          if (code === "") setMissing(true);
          else location.assign(`/j/${encodeURIComponent(code)}#join`);
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
        <button type="submit" class="button button-main button-large button-wide">
          {t.value.join} <Icon name="arrow" />
        </button>
      </form>
      <RecentGames />
      <a class="home-host" href="/host">
        <span class="home-host-mark">
          <Icon name="glass" />
        </span>
        <span>
          <strong>{t.value.hostLink}</strong>
          <span>{t.value.hostLead}</span>
        </span>
        <Icon name="arrow" />
      </a>
    </Frame>
  );
}

/** Games that this browser has a seat in, the latest first. */
function RecentGames() {
  const recent = Object.entries(seats()).sort(([, a], [, b]) => b.at - a.at);
  if (recent.length === 0) return null;
  return (
    <section class="home-recent">
      <h2>{t.value.recentGames}</h2>
      <ul>
        {recent.slice(0, 5).map(([code, seat]) => (
          <li key={code}>
            <a href={`/j/${encodeURIComponent(code)}`}>
              <span class="pseudonym">
                <strong>{seat.title || t.value.joinUntitled(code)}</strong>
                <span>
                  {code} · {t.value.asSeat(seat.pseudonym)}
                </span>
              </span>
              <span class="home-recent-go">{seat.ended ? t.value.recentEnded : t.value.recentBack}</span>
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

startPage(<Home />);
