// Starting a quiz: a session is made on the server and its console opened.

import type { Failure } from "../../shared/http";
import { toast } from "../../shared/ui/toast";
import type { QuizBody } from "../../wire/quiz";
import { createSession } from "./api";
import { hostKeys, hostPath, keepKey } from "./hosts";
import { failureText } from "./texts";

/** Makes a session of a quiz and goes to its console. Answers with the failure where there is one. */
export async function begin(body: QuizBody): Promise<Failure | null> {
  const answer = await createSession(body, hostKeys()[0]?.hostId);
  if (!answer.ok) {
    toast(failureText(answer.failure), { seconds: 8 });
    return answer.failure;
  }
  const { code, hostId } = answer.value;
  keepKey(hostId, code);
  location.assign(hostPath(code, hostId));
  return null;
}
