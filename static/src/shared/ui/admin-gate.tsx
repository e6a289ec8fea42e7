// What stands before the administrator's pages: a field for the token, where this device has none that the server
// takes.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { adminToken, dropAdminToken, keepAdminToken } from "../admin";
import { t } from "../i18n";
import { SignIn } from "./sign-in";

interface GateProps {
  /** The pages behind it; `refused` is called when the server does not take the token. */
  children: (token: string, refused: () => void) => ComponentChildren;
}

export function AdminGate({ children }: GateProps) {
  const [token, setToken] = useState(adminToken);
  const [wrong, setWrong] = useState(false);
  if (token !== null) {
    const refused = () => {
      dropAdminToken();
      setWrong(true);
      setToken(null);
    };
    return <>{children(token, refused)}</>;
  }
  const enter = (typed: string) => {
    keepAdminToken(typed);
    setWrong(false);
    setToken(adminToken());
  };
  return <SignIn title={t.value.adminTitle} lead={t.value.adminLead} label={t.value.adminLabel} submit={t.value.adminEnter} refusal={wrong ? t.value.adminWrong : null} enter={enter} />;
}
