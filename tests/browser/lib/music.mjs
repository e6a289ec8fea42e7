// A music room's host, guest and stage as people find things on them.

import { Surface } from "./surface.mjs";
import { until } from "./until.mjs";

export class MusicHost extends Surface {
  button(name) {
    return this.page.getByRole("button", { name });
  }

  signs(phase) {
    switch (phase) {
      case "waiting":
        return this.page.getByText("Nothing is playing yet");
      case "playing":
        return this.button(/^Pause$/);
      case "paused":
        return this.button(/^Play$/);
      case "closed":
        return this.page.getByRole("heading", { name: "The room is closed" });
    }
  }

  /** Makes a room on the host's dashboard. Returns its code. */
  async makeRoom(origin, name) {
    await this.page.goto(`${origin}/host`);
    await this.page.getByLabel("Name of the room").fill(name);
    await this.button("New music room").click();
    await this.signs("waiting").waitFor();
    return /\/music\/host\/([0-9A-Z]+)#key=/.exec(this.page.url())[1];
  }

  /** Titles of the queue, in their order. */
  queue() {
    return this.page.locator("section[aria-labelledby=queue-title] ol .song-title").allInnerTexts();
  }

  /** A row of the queue. */
  row(title) {
    return this.page.locator("section[aria-labelledby=queue-title] li").filter({ hasText: title });
  }

  /** The title of what plays, as the page says it; empty for nothing. */
  async title() {
    const name = this.page.locator(".now-name");
    return (await name.count()) === 0 ? "" : name.innerText();
  }

  tab(name) {
    return this.page.getByRole("tab", { name });
  }

  /** Titles of the house list in its editor. */
  houseList() {
    return this.page.locator("section[aria-labelledby=house-title] ol .song-title").allInnerTexts();
  }

  /** What sounds: seconds into the song and the loudest pitch in it; `null` for silence. Heard, not asked. */
  heard() {
    return this.page.evaluate(async () => {
      const audio = [...document.querySelectorAll("audio")].find((one) => !one.paused && !one.ended);
      if (audio === undefined) return null;
      const sound = audio.captureStream();
      if (sound.getAudioTracks().length === 0) return null;
      const ear = new AudioContext();
      const analyser = ear.createAnalyser();
      analyser.fftSize = 8192;
      ear.createMediaStreamSource(sound).connect(analyser);
      const loudness = new Float32Array(analyser.frequencyBinCount);
      for (let i = 0; i < 40; i += 1) {
        await new Promise((done) => setTimeout(done, 25));
        analyser.getFloatFrequencyData(loudness);
        const loudest = loudness.indexOf(Math.max(...loudness));
        if (loudness[loudest] > -60) {
          const hertz = (loudest * ear.sampleRate) / analyser.fftSize;
          await ear.close();
          return { seconds: audio.currentTime, hertz };
        }
      }
      await ear.close();
      return null;
    });
  }

  /** Waits until a song is heard by its pitch. */
  hears(song, patienceMs) {
    return until(`${song.title} sounds`, async () => {
      const heard = await this.heard();
      return heard !== null && Math.abs(heard.hertz - song.hertz) < 15 ? heard : null;
    }, patienceMs);
  }

  /** Seconds into whatever plays. */
  seconds() {
    return this.page.evaluate(() => [...document.querySelectorAll("audio")].find((one) => !one.paused && !one.ended)?.currentTime ?? null);
  }

  /** Waits until nothing sounds. */
  falls() {
    return until("silence", async () => (await this.seconds()) === null);
  }

  /** Fails unless time goes on in what plays. */
  async advances() {
    const before = await this.seconds();
    if (before === null) throw new Error("nothing plays");
    await until(`the music goes on from ${before} s`, async () => (await this.seconds()) > before, 3_000);
  }
}

export class MusicGuest extends Surface {
  signs(phase) {
    const { page } = this;
    switch (phase) {
      case "waiting":
        return page.getByRole("heading", { name: "Nothing is playing" });
      case "playing":
        return page.locator(".now .eyebrow", { hasText: "Now playing" });
      case "paused":
        return page.locator(".now .eyebrow", { hasText: "Paused" });
      case "closed":
        return page.getByRole("heading", { name: "The evening is over" });
    }
  }

  /** Gives a name at the door of a room. */
  async enter(name) {
    this.name = name;
    await this.page.getByLabel("Your name").fill(name);
    await this.page.getByRole("button", { name: "Join the room" }).click();
    await this.page.getByRole("heading", { name: /^Up next/ }).waitFor();
  }

  /** Types the code on the home page. */
  async joinByCode(origin, code, name) {
    await this.page.goto(origin);
    await this.page.getByLabel(/code/i).fill(code);
    await this.page.getByRole("button", { name: "Join", exact: true }).click();
    await this.enter(name);
  }

  tab(name) {
    return this.page.getByRole("tab", { name }).or(this.page.getByRole("button", { name })).first();
  }

  /** Looks for a song and adds it, then goes back to the queue. */
  async add(title) {
    await this.tab(/^Add a song/).click();
    await this.page.getByLabel("Find a song").fill(title);
    await this.page.getByRole("button", { name: `Add ${title}` }).click();
    await this.page.getByText("In the queue").or(this.page.getByRole("button", { name: new RegExp(`^Vote for ${title}`) })).first().waitFor();
    await this.tab(/^Queue/).click();
  }

  vote(title) {
    return this.page.locator("section[aria-labelledby=queue-title]").getByRole("button", { name: new RegExp(`^Vote for ${title}`) });
  }

  skip() {
    return this.page.getByRole("button", { name: /^Skip/ });
  }

  async say(text) {
    await this.tab(/^Chat/).click();
    await this.page.getByLabel("Message", { exact: true }).fill(text);
    await this.page.keyboard.press("Enter");
    await this.page.getByText(text).waitFor();
  }

  title() {
    return this.page.locator(".now-title").innerText();
  }
}

export class MusicStage extends Surface {
  signs(phase) {
    const { page } = this;
    switch (phase) {
      case "waiting":
        return page.getByText("The music starts with your song");
      case "playing":
        return page.locator(".air-state", { hasText: "Now playing" });
      case "paused":
        return page.locator(".air-state", { hasText: "Paused" });
      case "closed":
        return page.getByText("The evening is over");
    }
  }

  title() {
    return this.page.locator("#air-title").innerText();
  }
}
