// The host's texts in the language in use.

import folder from "locales:./locales";
import { catalogue } from "../../shared/i18n";
import type { Failure } from "../../shared/http";
import type { HostTexts } from "./locales/en";

/** The host's texts: `h.value.start`. */
export const h = catalogue<HostTexts>(folder);

/** A failed call as a sentence. */
export function failureText(failure: Failure): string {
  const { failures } = h.value;
  const detail = failure.errors[0]?.detail || failure.detail;
  switch (failure.status) {
    case 0:
      return failures.unreachable;
    case 401:
    case 403:
      return failures.forbidden;
    case 404:
    case 410:
      return failures.gone;
    case 429:
      return failures.tooMany;
    case 503:
      return failures.busy;
    default:
      return detail === "" ? failures.other(failure.status) : failures.refused(detail);
  }
}
