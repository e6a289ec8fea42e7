// The administrator's calls about channels and agents.

import { call, type Answer } from "../../shared/http";
import type { AgentRow, BotChoice, ChannelSettings } from "../../wire/conversation";

/** A channel as it is asked for. */
export interface ChannelBody {
  name: string;
  bot?: BotChoice;
  settings?: ChannelSettings;
}

export interface ChannelRow {
  channel_id: string;
  name: string;
  bot: BotChoice;
  settings: ChannelSettings;
  /** RFC 3339. */
  created_at: string;
}

/** What was made; the key is told this once. */
export interface MadeChannel {
  key: string;
  name: string;
  channel_id: string;
  webhook_secret?: string;
}

export interface AgentBody {
  name: string;
  picture?: string;
  capacity?: number;
}

/** Token and link are told this once. */
export interface MadeAgent {
  agent_id: string;
  token: string;
  console_url: string;
}

const channel = (id: string): string => `/api/v1/channels/${encodeURIComponent(id)}`;
const agent = (id: string): string => `/api/v1/agents/${encodeURIComponent(id)}`;

export const listChannels = (token: string): Promise<Answer<{ channels: ChannelRow[] }>> => call("GET", "/api/v1/channels", token);
export const createChannel = (token: string, body: ChannelBody): Promise<Answer<MadeChannel>> => call("POST", "/api/v1/channels", token, body);
export const changeChannel = (token: string, id: string, body: ChannelBody): Promise<Answer<null>> => call("PUT", channel(id), token, body);
/** Its key counts no more. `keepalive`: the call outlives the page. */
export const revokeChannel = (token: string, id: string): Promise<Answer<null>> => call("DELETE", channel(id), token, undefined, true);

export const listAgents = (token: string): Promise<Answer<{ agents: AgentRow[] }>> => call("GET", "/api/v1/agents", token);
export const createAgent = (token: string, body: AgentBody): Promise<Answer<MadeAgent>> => call("POST", "/api/v1/agents", token, body);
export const changeAgent = (token: string, id: string, body: AgentBody): Promise<Answer<null>> => call("PUT", agent(id), token, body);
export const revokeAgent = (token: string, id: string): Promise<Answer<null>> => call("DELETE", agent(id), token, undefined, true);
