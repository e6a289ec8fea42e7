// The quiz's calls of the server's HTTP interface, as far as host pages need them.

import { call, failureOf, request, unreachable, type Answer } from "../../shared/http";
import type { QuizBody, SessionEntry } from "../../wire/quiz";
import type { Results } from "./results-model";

export interface Created {
  code: string;
  hostId: string;
  joinUrl: string;
  hostUrl: string;
  stageUrl: string;
}

/** Creates a session. With `hostId` it joins that host's others. */
export const createSession = (body: QuizBody, hostId: string | undefined): Promise<Answer<Created>> =>
  call("POST", "/api/v1/quiz/sessions", undefined, hostId === undefined ? body : { ...body, hostId });

/** A host's sessions, newest first. */
export const listSessions = (hostId: string): Promise<Answer<{ sessions: SessionEntry[] }>> =>
  call("GET", "/api/v1/quiz/sessions", hostId);

/** Everything that became of a session. */
export const fetchResults = (code: string, hostId: string): Promise<Answer<Results>> =>
  call("GET", resultsUrl(code, "json"), hostId);

/** Deletes a session and everything of its participants. `leaving`: the page closes; the call outlives it. */
export const deleteSession = (code: string, hostId: string, leaving = false): Promise<Answer<null>> =>
  call("DELETE", `/api/v1/quiz/sessions/${encodeURIComponent(code)}`, hostId, undefined, leaving);

export type Format = "csv" | "xlsx" | "json";

const resultsUrl = (code: string, format: Format): string =>
  `/api/v1/quiz/sessions/${encodeURIComponent(code)}/results.${format}`;

/** Fetches a results file with the key in a header, where no address or log shows it. */
export async function fetchFile(code: string, hostId: string, format: Format): Promise<Answer<Blob>> {
  const response = await request("GET", resultsUrl(code, format), hostId);
  if (response === null) return { ok: false, failure: unreachable };
  if (!response.ok) return { ok: false, failure: await failureOf(response) };
  return { ok: true, value: await response.blob() };
}
