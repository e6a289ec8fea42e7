// Conversations as a test sees them: channels and agents made over HTTP, agents at their consoles, visitors at widgets.

import assert from "node:assert/strict";
import { accessible, nothingClipped } from "./axe.mjs";
import { ADMIN } from "./prompts.mjs";
import { shotAtAllSizes } from "./shots.mjs";

export { ADMIN, WITH_ADMIN } from "./prompts.mjs";

/** Makes a channel or an agent as the administrator. */
export async function made(server, path, body) {
  const response = await fetch(`${server.origin}/api/v1/${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${ADMIN}` },
    body: JSON.stringify(body),
  });
  const answer = await response.json();
  assert.equal(response.status, 201, `${path}: ${JSON.stringify(answer)}`);
  return answer;
}

/** axe-core, nothing cut off, pictures in three sizes. */
export async function looked(page, name) {
  await accessible(page, name);
  await nothingClipped(page, name);
  await shotAtAllSizes(page, name);
}

/** An agent at the console. */
export class Agent {
  /** Made over HTTP and signed in by the link; `origin`: another way to the server. */
  static async at(server, browser, name, { origin = server.origin, capacity, device = {} } = {}) {
    const agent = new Agent();
    agent.name = name;
    agent.row = await made(server, "agents", { name, ...(capacity === undefined ? {} : { capacity }) });
    agent.page = await browser.page("host", device);
    await agent.page.goto(`${origin}/console${new URL(agent.row.console_url).hash}`);
    await agent.page.locator(".inbox").waitFor();
    return agent;
  }

  get log() {
    return this.page.getByRole("log");
  }

  get reply() {
    return this.page.getByLabel("Your reply");
  }

  /** Switches what the inbox shows. */
  shows(filter) {
    return this.page.getByRole("button", { name: new RegExp(`^${filter}`) }).click();
  }

  rows() {
    return this.page.locator(".inbox-row");
  }

  async open(index = 0) {
    await this.rows().nth(index).click();
    await this.log.waitFor();
  }

  /** Says it and waits until the server has it: before, it stands in the log as being sent. */
  async say(text) {
    await this.reply.fill(text);
    await this.reply.press("Enter");
    await this.log.locator(".entry:not(.is-pending)").getByText(text, { exact: true }).waitFor();
  }
}

/** A visitor with the widget. */
export class Visitor {
  /** On the demo page, or wherever `url` leads. */
  static async at(server, browser, channel, { url = `${server.origin}/chat-demo?key=${encodeURIComponent(channel.key)}`, device = {} } = {}) {
    const visitor = new Visitor();
    visitor.page = await browser.page("phone", device);
    await visitor.page.goto(url);
    return visitor;
  }

  get opener() {
    return this.page.getByRole("button", { name: /^Chat with us/ });
  }

  get log() {
    return this.page.getByRole("log", { name: "Messages" });
  }

  /** Opens the panel and waits for the greeting. */
  async begin() {
    await this.opener.click();
    await this.log.locator(".from-bot").first().waitFor();
  }

  /** Says it; it stands in the log at once, whether the server has it or not. */
  async say(text) {
    await this.page.getByLabel("Your message").fill(text);
    await this.page.getByLabel("Your message").press("Enter");
    await this.log.getByText(text, { exact: true }).waitFor();
  }

  /** Waits until the assistant has answered what was said after its greeting. */
  async answered() {
    await this.log.locator(".from-user + .from-bot").first().waitFor();
  }

  async human() {
    await this.page.getByRole("button", { name: "Talk to a person" }).click();
  }

  /** Waits until the log says so. */
  async reads(text) {
    await this.log.getByText(text).first().waitFor();
  }
}
