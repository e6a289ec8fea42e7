// The ways to the administrator's pages.

import { t } from "../i18n";

export function AdminLinks() {
  return (
    <section class="stack-s" aria-labelledby="admin-pages">
      <h2 id="admin-pages">{t.value.adminPages}</h2>
      <p class="hint">{t.value.adminPagesLead}</p>
      <p class="row">
        <a class="button" href="/prompts">
          {t.value.adminPrompts}
        </a>
        <a class="button" href="/talks">
          {t.value.adminTalks}
        </a>
      </p>
    </section>
  );
}
