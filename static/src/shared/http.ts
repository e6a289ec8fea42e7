// Calls of the server's HTTP interface. Errors are values: a sentence, a status and the fields to blame.

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

/** No answer came. */
export const unreachable: Failure = { status: 0, detail: "", errors: [] };

/** Calls and reads the answer. `bearer` goes into a header, where no address or log shows it; `keepalive`: the call outlives the page. */
export async function call<T>(method: string, url: string, bearer?: string, body?: unknown, keepalive = false): Promise<Answer<T>> {
  const response = await request(method, url, bearer, body, keepalive);
  if (response === null) return { ok: false, failure: unreachable };
  if (!response.ok) return { ok: false, failure: await failureOf(response) };
  if (response.status === 204) return { ok: true, value: null as T };
  try {
    return { ok: true, value: (await response.json()) as T };
  } catch {
    return { ok: false, failure: { status: response.status, detail: "", errors: [] } };
  }
}

/** The bare call; `null` where no answer came. */
export async function request(method: string, url: string, bearer?: string, body?: unknown, keepalive = false): Promise<Response | null> {
  const headers: Record<string, string> = { accept: "application/json, */*" };
  if (bearer !== undefined) headers.authorization = `Bearer ${bearer}`;
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

/** Reads a problem document (RFC 9457), or an error of the prompts' protocol, which says it in `message`. */
export async function failureOf(response: Response): Promise<Failure> {
  try {
    const problem = (await response.json()) as { title?: unknown; detail?: unknown; message?: unknown; errors?: unknown };
    const detail = [problem.detail, problem.message, problem.title].find((text) => typeof text === "string") ?? "";
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
