// Prompts as a test sees them: made over HTTP by the administrator, taken part in on phones.

import { PATIENCE } from "./slow.mjs";

/** The administrator's token of a test's server. */
export const ADMIN = "the administrator of this story";

/** The environment of a server that has it. */
export const WITH_ADMIN = { SOIREE_ADMIN_TOKEN: ADMIN };

/** Makes a prompt or journey. */
export async function makePrompt(server, prompt) {
  const response = await fetch(`${server.origin}/api/v1/prompts`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ADMIN}` },
    body: JSON.stringify(prompt),
  });
  const answer = await response.json();
  if (response.status !== 201) throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}

/** One guest on a phone. */
export class Guest {
  constructor(page, name) {
    this.page = page;
    this.name = name;
  }

  /** From the link to the running prompt. */
  async begin(server, prompt) {
    await this.page.goto(`${server.origin}/p/${prompt.identifier}`);
    await this.page.getByLabel("Your name").fill(this.name);
    await this.page.getByRole("button", { name: "Begin" }).click();
    await this.page.locator(".prompt").waitFor();
  }

  /** Chooses a word. */
  word(text) {
    return this.page.getByRole("radio", { name: text }).check({ force: true });
  }

  heart() {
    return this.page.getByRole("button", { name: "Send a heart" }).click();
  }

  /** Waits until the strip has told this. */
  async sees(text) {
    await this.page.locator(".strip").getByText(text).first().waitFor();
  }

  /** Waits for the last screen. */
  async ends() {
    await this.page.getByRole("heading", { name: "That was it" }).waitFor({ timeout: 60_000 * PATIENCE });
  }
}
