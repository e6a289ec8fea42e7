// The server's HTTP interface, as far as host pages need it. Errors are values: a sentence, a code and the
// fields to blame.

import type { QuizBody, SessionEntry } from "../../wire/quiz";
import type { Results } from "./results-model";

/** Why a call failed. `status` 0: the server could not be reached. */
export interface Failure {
  status: number;
  /** A sentence for a person; empty where the server gave none. */
  detail: string;
  errors: { field: string; detail: string }[];
}

export type Answer<T> = { ok: true; value: T } | { ok: false; failure: Failure };

/** Milliseconds that a call may take. */
const PATIENCE_MS = 15_000;

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

/** The address under which phones reach this server, as `http://192.168.0.7:8080`; ours where it is not told. */
export async function joinBase(): Promise<string> {
  const answer = await call<{ joinBase?: unknown }>("GET", "/api/v1/info");
  const base = answer.ok ? answer.value.joinBase : undefined;
  return typeof base === "string" ? base.replace(/\/+$/, "") : location.origin;
}

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

/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  // Some browsers fetch the object only after this turn of the loop.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

const unreachable: Failure = { status: 0, detail: "", errors: [] };

async function call<T>(method: string, url: string, hostId?: string, body?: unknown, keepalive = false): Promise<Answer<T>> {
  const response = await request(method, url, hostId, body, keepalive);
  if (response === null) return { ok: false, failure: unreachable };
  if (!response.ok) return { ok: false, failure: await failureOf(response) };
  if (response.status === 204) return { ok: true, value: null as T };
  try {
    return { ok: true, value: (await response.json()) as T };
  } catch {
    return { ok: false, failure: { status: response.status, detail: "", errors: [] } };
  }
}

/** `null` where no answer came. */
async function request(method: string, url: string, hostId?: string, body?: unknown, keepalive = false): Promise<Response | null> {
  const headers: Record<string, string> = { accept: "application/json, */*" };
  if (hostId !== undefined) headers.authorization = `Bearer ${hostId}`;
  if (body !== undefined) headers["content-type"] = "application/json";
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), PATIENCE_MS);
  try {
    return await fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(keepalive ? { keepalive } : {}),
      cache: "no-store",
      signal: stop.signal,
    });
  } catch {
    return null;
  } finally {
    clearTimeout(timer);
  }
}

/** Reads a problem document (RFC 9457). */
async function failureOf(response: Response): Promise<Failure> {
  try {
    const problem = (await response.json()) as { title?: unknown; detail?: unknown; errors?: unknown };
    const detail = typeof problem.detail === "string" ? problem.detail : typeof problem.title === "string" ? problem.title : "";
    const errors = Array.isArray(problem.errors) ? problem.errors.flatMap(readError) : [];
    return { status: response.status, detail, errors };
  } catch {
    return { status: response.status, detail: "", errors: [] };
  }
}

function readError(value: unknown): Failure["errors"] {
  if (typeof value !== "object" || value === null) return [];
  const { field, detail } = value as { field?: unknown; detail?: unknown };
  return [{ field: typeof field === "string" ? field : "", detail: typeof detail === "string" ? detail : "" }];
}
