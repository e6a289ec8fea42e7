// A page with the chat widget on it, as any site would have it: `/chat-demo?key=KEY`.

import "../../shared/base.css";
import "./demo.css";
import { effect } from "@preact/signals";
import { useState } from "preact/hooks";
import { language, t } from "../../shared/i18n";
import { Frame } from "../../shared/ui/frame";
import { startPage } from "../../shared/ui/start";
import { scriptTag } from "../shared/script-tag";

/** What is said in the language in which the page came: another language is another page. */
const spoken = language.value;
effect(() => {
  if (language.value !== spoken) location.reload();
});

/** Puts the widget on this page by its script tag. */
function embed(key: string) {
  const script = document.createElement("script");
  script.src = "/widget.js";
  script.async = true;
  script.dataset.key = key;
  script.dataset.lang = spoken;
  document.body.append(script);
}

function Demo() {
  const [key, setKey] = useState("");
  const given = new URLSearchParams(location.search).get("key") ?? "";
  return (
    <Frame>
      <section class="demo">
        <h1>{t.value.demoTitle}</h1>
        <p>{t.value.demoLead}</p>
        <pre class="demo-tag">
          <code>{scriptTag(given === "" ? "KEY" : given)}</code>
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
