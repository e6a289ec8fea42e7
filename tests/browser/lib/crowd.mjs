// Many participants without a screen each: sockets that one blank page of the server's origin holds.

/** Seats `count` participants; the answer can make them answer. */
export async function crowd(browser, origin, code, count) {
  const page = await browser.page("stage", { isCrowd: true });
  await page.goto(`${origin}/healthz`);
  await page.evaluate(
    async ({ code, count }) => {
      window.seats = [];
      const seat = () =>
        new Promise((done, fail) => {
          const socket = new WebSocket(`${location.origin.replace("http", "ws")}/parties/main/${code}`);
          socket.onopen = () => socket.send(JSON.stringify({ type: "join_session", code: "" }));
          socket.onmessage = ({ data }) => {
            const message = JSON.parse(data);
            if (message.type === "participant:joined") {
              window.seats.push({ socket, pseudonym: message.pseudonym });
              done();
            }
            if (message.type === "game:question") window.question = message;
            if (message.type === "error") fail(new Error(message.message));
          };
        });
      for (let i = 0; i < count; i += 1) await seat();
    },
    { code, count },
  );
  return {
    page,
    /**
     * One after another, `everyMs` apart, beginning with seat `first`: `part` of them choose the option with
     * this text, the others another one; the last `leaveOut` do not answer.
     */
    answer: (text, part, { leaveOut = 0, everyMs = 0, first = 0 } = {}) =>
      page.evaluate(
        async ({ text, part, leaveOut, everyMs, first }) => {
          const { questionId, options } = window.question;
          const right = options.find((option) => option.text === text) ?? options[0];
          const wrong = options.filter((option) => option !== right);
          const { length } = window.seats;
          for (let i = 0; i < length - leaveOut; i += 1) {
            const option = i < part ? right : wrong[i % wrong.length];
            window.seats[(first + i) % length].socket.send(JSON.stringify({ type: "submit_answer", questionId, optionId: option.id }));
            await new Promise((done) => setTimeout(done, everyMs));
          }
        },
        { text, part, leaveOut, everyMs, first },
      ),
  };
}
