// Codes of rooms as people type them.

/** Characters of the codes that we make: no look-alikes. */
export const CODE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

/** A code of so many letters. */
export function randomCode(letters: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(letters)), (byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]).join("");
}

/**
 * What was typed as a code: upper-cased, without spaces and other marks; an O or I among nothing but digits
 * is a 0 or 1 that was misread.
 */
export function cleanCode(typed: string): string {
  const code = typed.toUpperCase().replace(/[^A-Z0-9_-]/g, "").slice(0, 64);
  const misread = /^[0-9OIL]+$/.test(code) && /[0-9].*[0-9]/.test(code);
  return misread ? code.replace(/O/g, "0").replace(/[IL]/g, "1") : code;
}

/**
 * Other readings of a code whose letters are easily confused, best first. Our own codes hold no 0, O, 1, I
 * or L, so these appear only in codes chosen elsewhere, and there a reader mixes them up.
 */
export function lookAlikes(code: string): string[] {
  const readings = [code.replace(/O/g, "0").replace(/[IL]/g, "1"), code.replace(/0/g, "O").replace(/1/g, "I")];
  return readings.filter((other, i) => other !== code && readings.indexOf(other) === i);
}

/** The code in an address like `/j/AB3D`, upper-cased; empty where there is none. */
export function codeFromPath(path: string): string {
  const last = path.split("/").filter(Boolean)[1] ?? "";
  try {
    return cleanCode(decodeURIComponent(last));
  } catch {
    return "";
  }
}
