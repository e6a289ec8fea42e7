// Signing in with a key from another device, and the keys that this browser holds.

import { copyText } from "../../shared/copy";
import { PasteForm } from "../../shared/ui/paste-form";
import { toast } from "../../shared/ui/toast";
import { dropKey, hostKeys, keepKey, readSignIn, type HostKey } from "./hosts";
import { h } from "./texts";

/** Asks for a host link or key. */
export function SignIn({ onSignIn }: { onSignIn: (hostId: string, code: string | undefined) => void }) {
  const take = (pasted: string) => {
    const found = readSignIn(pasted);
    if (found !== null) onSignIn(found.hostId, found.code);
    return found !== null;
  };
  return <PasteForm label={h.value.signInLabel} button={h.value.signIn} bad={h.value.signInBad} take={take} />;
}

/** The foot of the dashboard: sign in, copy a key, sign out. */
export function KeyRing({ keys, onChange }: { keys: HostKey[]; onChange: (keys: HostKey[]) => void }) {
  const signIn = (hostId: string, code: string | undefined) => {
    keepKey(hostId, code);
    onChange(hostKeys());
    toast(h.value.signedIn);
  };
  const forget = (key: HostKey) => {
    dropKey(key.hostId);
    onChange(hostKeys());
    toast(h.value.signedOut, {
      undo: () => {
        for (const code of key.codes) keepKey(key.hostId, code);
        keepKey(key.hostId);
        onChange(hostKeys());
      },
    });
  };
  return (
    <section class="card key-ring" aria-labelledby="keys-title">
      <div class="stack">
        <h2 id="keys-title">{h.value.signInTitle}</h2>
        <p class="hint">{h.value.signInLead}</p>
        <SignIn onSignIn={signIn} />
      </div>
      {keys.length > 0 && (
        <div class="stack">
          <h3>{h.value.yourKeys}</h3>
          <p class="hint">{h.value.keysLead}</p>
          <ul class="stack-s">
            {keys.map((key) => (
              <li key={key.hostId} class="row key">
                <span class="key-name">{maskedKey(key.hostId)}</span>
                <button type="button" class="button" aria-label={h.value.named(h.value.copyKey, maskedKey(key.hostId))} onClick={() => void copyText(key.hostId, h.value.keyCopied)}>
                  {h.value.copyKey}
                </button>
                <button type="button" class="button button-quiet" aria-label={h.value.named(h.value.forgetKey, maskedKey(key.hostId))} onClick={() => forget(key)}>
                  {h.value.forgetKey}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

/** A key as it may stand on a screen: its two words, without the part that opens anything. */
export function maskedKey(hostId: string): string {
  const words = hostId.split("-").slice(0, 2).join("-");
  return words.length < hostId.length ? `${words}-…` : `${hostId.slice(0, 3)}…`;
}
