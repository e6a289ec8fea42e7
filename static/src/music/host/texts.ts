// The texts of a music room's host pages in the language in use.

import folder from "locales:./locales";
import type { Failure } from "../../shared/http";
import { catalogue } from "../../shared/i18n";
import type { MusicHostTexts } from "./locales/en";

/** The host's texts: `h.value.play`. */
export const h = catalogue<MusicHostTexts>(folder);

/** A failed call as a sentence. */
export function failureText(failure: Failure): string {
  const { failures } = h.value;
  const detail = failure.errors[0]?.detail || failure.detail;
  switch (failure.status) {
    case 0:
      return failures.unreachable;
    case 429:
      return failures.tooMany;
    case 503:
      return failures.busy;
    default:
      return detail === "" ? failures.other(failure.status) : failures.refused(detail);
  }
}
