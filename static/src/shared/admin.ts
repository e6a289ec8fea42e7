// The administrator's token on this device.

import { keptToken } from "./kept-token";

const kept = keptToken("soiree.admin", "admin");

export const adminToken = kept.read;
export const keepAdminToken = kept.keep;
export const dropAdminToken = kept.drop;
