// The administrator's calls about channels, agents and figures.

import { call, type Answer } from "../../shared/http";
import type { AgentBody, Agents, ChannelBody, Channels, MadeAgent, MadeChannel, Statistics, WebhookSecret } from "../../wire/desk";

export type { AgentBody, AgentRow, ChannelBody, ChannelRow, MadeAgent, MadeChannel, Statistics } from "../../wire/desk";

const channel = (id: string): string => `/api/v1/channels/${encodeURIComponent(id)}`;
const agent = (id: string): string => `/api/v1/agents/${encodeURIComponent(id)}`;

export const listChannels = (token: string): Promise<Answer<Channels>> => call("GET", "/api/v1/channels", token);
export const createChannel = (token: string, body: ChannelBody): Promise<Answer<MadeChannel>> => call("POST", "/api/v1/channels", token, body);
export const changeChannel = (token: string, id: string, body: ChannelBody): Promise<Answer<null>> => call("PUT", channel(id), token, body);
/** Its key counts no more. `keepalive`: the call outlives the page. */
export const revokeChannel = (token: string, id: string): Promise<Answer<null>> => call("DELETE", channel(id), token, undefined, true);
/** Another key; the old one counts no more. */
export const changeKey = (token: string, id: string): Promise<Answer<MadeChannel>> => call("POST", `${channel(id)}/key`, token);
export const webhookSecret = (token: string, id: string): Promise<Answer<WebhookSecret>> => call("GET", `${channel(id)}/webhook-secret`, token);

export const listAgents = (token: string): Promise<Answer<Agents>> => call("GET", "/api/v1/agents", token);
export const createAgent = (token: string, body: AgentBody): Promise<Answer<MadeAgent>> => call("POST", "/api/v1/agents", token, body);
export const changeAgent = (token: string, id: string, body: AgentBody): Promise<Answer<null>> => call("PUT", agent(id), token, body);
export const revokeAgent = (token: string, id: string): Promise<Answer<null>> => call("DELETE", agent(id), token, undefined, true);
/** Another sign-in link; the old one counts no more. */
export const changeToken = (token: string, id: string): Promise<Answer<MadeAgent>> => call("POST", `${agent(id)}/token`, token);

/** What humans have done since that day, in UTC: `2026-11-01`. */
export const statistics = (token: string, from: string): Promise<Answer<Statistics>> => call("GET", `/api/v1/conversations/statistics?from=${from}`, token);
