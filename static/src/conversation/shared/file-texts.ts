// The words about files, for the widget and the console.

import { sizeText, type Refused } from "./files";

const en = {
  attach: "Send a file",
  file: "File",
  sending: (name: string) => `Sending ${name}…`,
  ready: "Ready to be sent",
  stop: (name: string) => `Do not send ${name}`,
  save: (name: string) => `Save ${name}`,
  gone: "It cannot be loaded just now. Try again.",
  tooLarge: (most: string) => `It is too large: a file may have ${most}.`,
  notTaken: (endings: string) => `Files of this kind are not taken. Possible are ${endings}.`,
  tooMany: "There are as many files in this conversation as there may be.",
  noFiles: "Files are not taken here.",
  empty: "The file is empty.",
  full: "The server has no room for more files just now.",
  busy: "Too many files come at once. Try again in a moment.",
  notYours: "Take the conversation over first.",
  failed: "It could not be sent. Try again.",
};

export type FileTexts = typeof en;

const de: FileTexts = {
  attach: "Datei senden",
  file: "Datei",
  sending: (name) => `${name} wird gesendet…`,
  ready: "Bereit zum Senden",
  stop: (name) => `${name} nicht senden`,
  save: (name) => `${name} speichern`,
  gone: "Das lässt sich gerade nicht laden. Bitte noch einmal versuchen.",
  tooLarge: (most) => `Die Datei ist zu groß: höchstens ${most}.`,
  notTaken: (endings) => `Solche Dateien werden nicht angenommen. Möglich sind ${endings}.`,
  tooMany: "In diesem Gespräch sind schon so viele Dateien wie möglich.",
  noFiles: "Hier werden keine Dateien angenommen.",
  empty: "Die Datei ist leer.",
  full: "Der Server hat gerade keinen Platz für weitere Dateien.",
  busy: "Es kommen zu viele Dateien auf einmal. Bitte gleich noch einmal versuchen.",
  notYours: "Zuerst muss das Gespräch übernommen werden.",
  failed: "Die Datei ließ sich nicht senden. Bitte noch einmal versuchen.",
};

/** The words for a language; English where it is another. */
export const fileTexts = (language: string): FileTexts => (language.toLowerCase().startsWith("de") ? de : en);

/** Why a file was not taken, as a sentence. */
export function reasonOf(texts: FileTexts, { code, rules }: Refused, language: string): string {
  switch (code) {
    case "TOO_LARGE":
      return texts.tooLarge(rules === null ? "…" : sizeText(rules.bytes_max, language));
    case "NOT_TAKEN":
      return texts.notTaken(rules === null ? "…" : rules.endings.join(", "));
    case "TOO_MANY_FILES":
      return texts.tooMany;
    case "NO_FILES":
      return texts.noFiles;
    case "EMPTY":
      return texts.empty;
    case "STORAGE_FULL":
      return texts.full;
    case "RATE_LIMITED":
      return texts.busy;
    case "NOT_YOURS":
      return texts.notYours;
    default:
      return texts.failed;
  }
}
