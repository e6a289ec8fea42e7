// Songs for the music rooms' stories: each a sine of its own pitch, so that it can be heard which one plays.

import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

const RATE = 11_025;
const LOUDNESS = 9_000;

/** A folder with these songs, as `{title, artist, seconds, hertz, cover?}`, a cover as JPEG. Whoever asks for it removes it. */
export async function songFolder(songs) {
  const folder = await mkdtemp(path.join(tmpdir(), "soiree-songs-"));
  for (const song of songs) {
    // A picture is that of all songs beside it, so such a song lies in a folder of its own.
    const own = song.cover === undefined ? folder : path.join(folder, song.title);
    await mkdir(own, { recursive: true });
    await writeFile(path.join(own, `${song.title}.wav`), wav(song));
    if (song.cover !== undefined) await writeFile(path.join(own, "cover.jpg"), song.cover);
  }
  return folder;
}

/** A WAV file of 16 bits with the title and the artist in its tags. */
export function wav({ title, artist, album, seconds, hertz }) {
  const samples = Buffer.alloc(Math.round(seconds * RATE) * 2);
  for (let i = 0; i < samples.length / 2; i += 1) {
    samples.writeInt16LE(Math.round(LOUDNESS * Math.sin((2 * Math.PI * hertz * i) / RATE)), i * 2);
  }
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(RATE, 4);
  format.writeUInt32LE(RATE * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const tags = Object.entries({ INAM: title, IART: artist, IPRD: album }).filter(([, text]) => text);
  const info = Buffer.concat([Buffer.from("INFO"), ...tags.map(([key, text]) => chunk(key, Buffer.from(`${text}\0`)))]);
  const body = Buffer.concat([Buffer.from("WAVE"), chunk("fmt ", format), chunk("LIST", info), chunk("data", samples)]);
  return chunk("RIFF", body);
}

function chunk(name, content) {
  const size = Buffer.alloc(4);
  size.writeUInt32LE(content.length);
  return Buffer.concat([Buffer.from(name), size, content, Buffer.alloc(content.length % 2)]);
}
