// The agent's token on this device.

import { keptToken } from "../../shared/kept-token";

const kept = keptToken("soiree.agent", "token");

export const agentToken = kept.read;
export const keepToken = kept.keep;
export const dropToken = kept.drop;
