// A page with the chat widget on it, as any site would have it: `/chat-demo?key=KEY`.

import "../../shared/base.css";
import "./demo.css";
import { useState } from "preact/hooks";
import { language, t } from "../../shared/i18n";
import { Frame } from "../../shared/ui/frame";
import { startPage } from "../../shared/ui/start";

/** Puts the widget on this page by its script tag. */
function embed(key: string) {
  const script = document.createElement("script");
  script.src = "/widget.js";
  script.async = true;
  script.dataset.key = key;
  script.dataset.lang = language.value;
  document.body.append(script);
}

function Demo() {
  const [key, setKey] = useState("");
  const tag = (shown: string) => `<script src="${location.origin}/widget.js" data-key="${shown}" async></script>`;
  const given = new URLSearchParams(location.search).get("key") ?? "";
  return (
    <Frame>
      <section class="demo">
        <h1>{t.value.demoTitle}</h1>
        <p>{t.value.demoLead}</p>
        <pre class="demo-tag">
          <code>{tag(given === "" ? "KEY" : given)}</code>
        </pre>
        {given === "" && (
          <form class="field" action="/chat-demo">
            <label for="key">{t.value.demoKey}</label>
            <input id="key" name="key" value={key} autocomplete="off" onInput={(event) => setKey(event.currentTarget.value)} />
            <button type="submit" class="button button-main">
              {t.value.demoTry}
            </button>
          </form>
        )}
      </section>
    </Frame>
  );
}

startPage(<Demo />);
const key = new URLSearchParams(location.search).get("key");
if (key !== null && key !== "") embed(key);
