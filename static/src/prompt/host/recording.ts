// A journey with its recording: the file goes first, then the journey that names it.

import { failureOf, unreachable, type Answer } from "../../shared/http";
import type { Made } from "../../wire/prompt";
import { createPrompt } from "./api";
import { body, type Draft } from "./draft";

interface Taken {
  recording: string;
  duration_seconds: number | null;
}

/** Sends the file, then makes the journey. Without a typed length the recording's own counts. */
export async function sendRecording(token: string, draft: Draft, file: File): Promise<Answer<Made>> {
  const taken = await upload(token, file);
  if (!taken.ok) return taken;
  const { recording, duration_seconds } = taken.value;
  const typed = body(draft);
  return createPrompt(token, { ...typed, duration_seconds: duration_seconds ?? typed.duration_seconds, recording });
}

async function upload(token: string, file: File): Promise<Answer<Taken>> {
  try {
    const response = await fetch("/api/v1/recordings", {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": file.type || "application/octet-stream", accept: "application/json" },
      body: file,
    });
    if (!response.ok) return { ok: false, failure: await failureOf(response) };
    return { ok: true, value: (await response.json()) as Taken };
  } catch {
    return { ok: false, failure: unreachable };
  }
}
