// English texts of prompts and journeys.

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

const en = {
  // Door
  doorAsk: "You are invited",
  yourName: "Your name",
  namePlaceholder: "Ana",
  nameMissing: "Type a name: others see it.",
  nameLong: "At most 40 characters.",
  begin: "Begin",
  beginLead: (seconds: string) => `${seconds}, together with everybody who was here before.`,
  beginSound: "There is a recording: turn your sound on.",
  preparing: "Preparing…",
  seconds: (n: number) => (n < 90 ? plural(Math.round(n), "second", "seconds") : plural(Math.round(n / 60), "minute", "minutes")),
  // Countdown
  startsIn: "Starts in",
  // Running
  remaining: (text: string) => `${text} left`,
  people: (n: number) => plural(n, "person here", "people here"),
  likes: (n: number) => plural(n, "heart", "hearts"),
  sendHeart: "Send a heart",
  happening: "What happens",
  quiet: "It is quiet. You are the first at this second.",
  average: "Average",
  averageIs: (value: string) => `The average is ${value}`,
  chosen: (what: string) => `You chose ${what}`,
  choose: "Choose one; you may change it.",
  hold: "Press and hold",
  holding: "You are pressing",
  pressing: (n: number) => plural(n, "presses now", "press now"),
  presses: (n: number) => plural(n, "press so far", "presses so far"),
  share: (percent: string) => `${percent} of all answers`,
  color: (letter: string) => `Colour ${letter}`,
  notSent: "That did not reach the server. It is tried again.",
  playRecording: "Play the recording",
  // What happens
  someone: "Somebody",
  joined: (name: string) => `${name} is here`,
  left: (name: string) => `${name} has left`,
  liked: (name: string) => `${name} sends a heart`,
  answered: (name: string, what: string) => `${name}: ${what}`,
  pressed: (name: string) => `${name} presses`,
  // End
  ended: "That was it",
  endedLead: (people: number) => (people <= 1 ? "You were the first one here. Whoever comes later will meet you." : `${plural(people, "person has", "people have")} been here at your second.`),
  yourAnswer: "Your answer",
  noAnswer: "You left it open.",
  everybody: "Everybody's answers",
  again: "Once more",
  // Problems
  notFound: "There is no such prompt",
  notFoundWhat: "The link may be mistyped, or it was taken down.",
  unreachable: "The server cannot be reached",
  unreachableWhat: "Check the Wi-Fi. Nothing is lost.",
  refused: (detail: string) => detail || "The server refused this.",
  // Stage
  stageJoin: "Join in",
  stageWaiting: "Nobody has answered yet",
  stagePeople: (n: number) => plural(n, "person has taken part", "people have taken part"),
  stageCurve: "Answers over the recording",
};

export type PromptTexts = typeof en;
export default en;
