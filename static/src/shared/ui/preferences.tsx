// Language and theme, switchable live.

import { language, languages, setLanguage, t } from "../i18n";
import { theme, type Theme } from "../theme";

export function Preferences() {
  return (
    <div class="preferences">
      <label>
        <span>{t.value.language}</span>
        <select value={language.value} onChange={(event) => setLanguage(event.currentTarget.value)}>
          {Object.entries(languages).map(([code, name]) => (
            <option key={code} value={code} lang={code}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>{t.value.theme}</span>
        <select value={theme.value} onChange={(event) => (theme.value = event.currentTarget.value as Theme)}>
          <option value="system">{t.value.themeSystem}</option>
          <option value="light">{t.value.themeLight}</option>
          <option value="dark">{t.value.themeDark}</option>
        </select>
      </label>
    </div>
  );
}
