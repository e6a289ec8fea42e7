// The pages of a music room's host by address: `/music/host` and `/music/host/CODE`.

import "../../shared/base.css";
import "../../shared/console.css";
import "../shared/music.css";
import "./host.css";
import { HostFrame } from "../../shared/ui/host-frame";
import { startPage } from "../../shared/ui/start";
import { Toasts } from "../../shared/ui/toast";
import { Console } from "./console";
import { MusicRooms } from "./rooms-view";
import { h } from "./texts";

function Page() {
  const code = decodeURIComponent(location.pathname.split("/").filter(Boolean)[2] ?? "");
  return code === "" ? <Start /> : <Console code={code} />;
}

function Start() {
  return (
    <HostFrame aside={<a href="/host">{h.value.yourEvenings}</a>}>
      <h1>{h.value.roomsPageTitle}</h1>
      <MusicRooms />
    </HostFrame>
  );
}

function App() {
  return (
    <>
      <a class="skip-link" href="#main">
        {h.value.skip}
      </a>
      <Page />
      <Toasts />
    </>
  );
}

startPage(<App />);
