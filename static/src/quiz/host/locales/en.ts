// English texts of the host's pages.

import type { Field, Issue } from "../draft";
import type { Notice } from "../table";

const fields: Record<Field, string> = {
  title: "Title",
  timer: "Time for an answer",
  wines: "Wines",
  name: "Name of the wine",
  questions: "Questions",
  category: "Asks about",
  prompt: "Own wording",
  correct: "Correct answer",
  wrong0: "Wrong answer 1",
  wrong1: "Wrong answer 2",
  wrong2: "Wrong answer 3",
};

const plural = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

const en = {
  // Dashboard
  dashTitle: "Host an evening",
  dashLead: "Pick a ready quiz and you are in the lobby a moment later. Or write your own.",
  packsTitle: "Ready to pour",
  packsLead: "Real wines, checked facts. They play with the bottles on the table or without.",
  packNotes: {
    classics: "Latour, Petrus, Les Clos, Romanée-Conti",
    italy: "Barolo, Sassicaia, Brunello, Amarone",
    world: "Montelena, Grange, Cloudy Bay, Catena, Kanonkop",
    sparkling: "Krug, Yquem, Tokaji, Cartizze, vintage port",
    german: "Scharzhofberg, Johannisberg, Ahr, Wachau, Illmitz",
  },
  size: (wines: number, questions: number) => `${plural(wines, "wine", "wines")} · ${plural(questions, "question", "questions")}`,
  start: "Start",
  startNamed: (title: string) => `Start ${title}`,
  starting: "Starting…",
  look: "Look inside and edit",
  lookNamed: (title: string) => `Look inside and edit ${title}`,
  ownTitle: "Your own",
  ownNote: "The bottles on your table, your questions",
  newQuiz: "New quiz",
  importQuiz: "Import a quiz",
  running: "Running now",
  openConsole: "Open console",
  openStage: "Open stage",
  results: "Results",
  runAgain: "Run again",
  deleteSession: "Delete",
  named: (action: string, title: string) => `${action}: ${title}`,
  past: "Past evenings",
  pastEmpty: "Evenings that are over appear here with their results.",
  people: (n: number) => plural(n, "player", "players"),
  winner: (names: string) => `Won by ${names}`,
  statuses: { waiting: "In the lobby", active: "Playing", ended: "Over" },
  sessionDeleted: (title: string) => `“${title}” is being deleted with everything of its players`,
  deleteFailed: (title: string) => `“${title}” could not be deleted. It is back in the list.`,
  mine: "Your quizzes",
  mineEmpty: "Quizzes that you write are kept in this browser, saved as you type.",
  untitled: "Untitled quiz",
  edit: "Edit",
  duplicate: "Duplicate",
  remove: "Delete",
  quizDeleted: (title: string) => `“${title}” deleted`,
  savedOn: (when: string) => `Changed ${when}`,
  notReady: (n: number) => (n === 1 ? "1 thing to fill in" : `${n} things to fill in`),
  signInTitle: "Hosting from another device?",
  signInLead: "Paste the host link, or the host key, of that device here. Its evenings then appear in this list.",
  signInLabel: "Host link or key",
  signIn: "Sign in",
  signInBad: "This is neither a host link nor a host key. A host link ends in #key=…",
  signedIn: "Signed in. Its evenings are in the list.",
  signedOut: "Signed out of this browser",
  yourKeys: "Host keys in this browser",
  keysLead: "Whoever has a key can run and delete its evenings. Keep it to yourself.",
  copyKey: "Copy key",
  keyCopied: "Key copied",
  forgetKey: "Sign out",
  loadingSessions: "Fetching your evenings…",
  sessionsFailed: "Your evenings could not be fetched.",
  backHome: "Join a game",
  skip: "Skip to the content",

  // What can go wrong with the server
  failures: {
    unreachable: "The server does not answer. Check the network, then try again.",
    forbidden: "This key is not known to the server.",
    gone: "This evening does not exist any more.",
    tooMany: "Too many new evenings from here within an hour. Wait a little, or end one that you do not need.",
    busy: "The server is busy just now. Try again in a moment.",
    refused: (detail: string) => `The server did not take it: ${detail}`,
    other: (status: number) => `The server refused with ${status}.`,
  },
  retry: "Try again",

  // Editor
  editorNew: "New quiz",
  editorTitle: "Edit quiz",
  back: "All quizzes",
  saved: "Saved in this browser",
  saveFailed: "Not saved: this browser’s storage is full or blocked. Export the quiz to keep it.",
  fields,
  titlePlaceholder: "A tasting in Piedmont",
  titleHint: "Shown on the stage and on phones. Empty: the first wine’s name.",
  seconds: "seconds",
  timerHint: "15 to 120 seconds for each question.",
  scoring: "Points",
  scorings: { flat: "100 for a correct answer", speed: "Quicker is more: 100 falling to 50" },
  scoringShort: { flat: "100 points each", speed: "100–50 by speed" },
  wineNumber: (n: number) => `Wine ${n}`,
  winePlaceholder: "Barolo Cannubi, Piedmont",
  wineHint: "Stays secret until the end: only you see it.",
  questionNumber: (n: number) => `Question ${n}`,
  questionsOf: (n: number) => plural(n, "question", "questions"),
  chooseCategory: "Choose…",
  promptHint: (usual: string) => `Empty: “${usual}”`,
  promptHintNone: "How the question is put on the screens.",
  correctPlaceholder: "Nebbiolo",
  wrongPlaceholders: ["Barbera", "Dolcetto", "Sangiovese"],
  addWine: "Add a wine",
  addQuestion: "Add a question",
  collapseAll: "Close all",
  expandAll: "Open all",
  moveUp: "Move up",
  moveDown: "Move down",
  dragHandle: "Drag to reorder",
  movedTo: (what: string, place: number, of: number) => `${what} moved to place ${place} of ${of}`,
  wineDeleted: (name: string) => `${name} deleted`,
  questionDeleted: (n: number) => `Question ${n} deleted`,
  pasteLead: "Copy rows from a spreadsheet and paste them here. Columns: wine, category, question, correct answer, three wrong answers. The first row may name them.",
  pasteLabel: "Table",
  pasteAdd: "Add to the quiz",
  pasteShow: "Paste a table",
  file: "Import a file",
  exportCsv: "Export CSV",
  exportJson: "Export JSON",
  template: "CSV template",
  filesTitle: "Tables and files",
  imported: (wines: number, questions: number) => `Added ${plural(wines, "wine", "wines")} with ${plural(questions, "question", "questions")}`,
  notice: (notice: Notice): string => {
    switch (notice.kind) {
      case "unknown_category":
        return notice.text === "" ? `Line ${notice.line}: no category; choose one below.` : `Line ${notice.line}: the category “${notice.text}” is not known; choose one below.`;
      case "no_wine":
        return `Line ${notice.line}: the name of the wine is missing.`;
      case "empty":
        return "There is no question in it.";
      case "not_json":
        return "This is not valid JSON.";
      case "not_a_quiz":
        return "This JSON holds no quiz: it needs a list “wines”.";
      case "too_large":
        return "This file is larger than 4 MB.";
    }
  },
  issue: (issue: Pick<Issue, "kind" | "field">): string => {
    const field = fields[issue.field];
    switch (issue.kind) {
      case "missing":
        return issue.field === "category" ? "Choose what the question asks about." : `${field} is missing.`;
      case "too_long":
        return issue.field === "title" ? "At most 120 characters." : "At most 200 characters.";
      case "same":
        return "All four answers must differ.";
      case "none":
        return issue.field === "wines" ? "Add at least one wine." : "Add at least one question.";
      case "too_many":
        return issue.field === "wines" ? "At most 50 wines." : "At most 50 questions for one wine.";
      case "out_of_range":
        return "Choose 15 to 120 seconds.";
    }
  },
  issueWhere: (wine: number | undefined, question: number | undefined): string =>
    wine === undefined ? "" : question === undefined ? `Wine ${wine}: ` : `Wine ${wine}, question ${question}: `,
  issuesTitle: (n: number) => (n === 1 ? "One thing is still missing" : `${n} things are still missing`),
  serverIssue: "The server did not take it:",
  startQuiz: "Start the quiz",
  startHint: "Opens the lobby. Nothing is asked before you say so.",

  // Console
  consoleTitle: "Console",
  code: "Code",
  copyLink: "Copy link",
  linkCopied: "Link copied",
  bigQr: "Show big QR",
  qrTitle: "Scan to join",
  joinAt: "or open",
  lock: "Lock",
  unlock: "Unlock",
  lockLong: "Nobody else may join",
  lockedNote: "Locked: nobody else may join.",
  lobbyTitle: "Who is here",
  lobbyEmpty: "Nobody yet. Guests scan the QR code or type the code at",
  links: { good: "Connected", slow: "Slow connection", gone: "Not connected", unknown: "Connection not known" },
  kick: "Remove",
  kickNamed: (name: string) => `Remove ${name}`,
  kicked: (name: string) => `${name} is being removed`,
  settingsShort: (seconds: number, scoring: string) => `${seconds} s per question · ${scoring}`,
  startGame: "Start the game",
  startNobody: "Nobody has joined yet. The first guest makes this button work.",
  namesCut: (n: number) => `and ${n} more`,
  pause: "Pause",
  resume: "Resume",
  extend: "+10 s",
  extendLong: "10 seconds more",
  reveal: "Reveal",
  revealLong: "Reveal the answer",
  comings: {
    question: "Next question",
    leaderboard: "Show the leaderboard",
    wine: "Next wine",
    end: "Final result",
  },
  wineIs: "Wine",
  answeredTitle: "Who has answered",
  answeredOf: (n: number, of: number) => `${n} of ${of} answered`,
  answeredYet: "answered",
  answeredNot: "not yet",
  showBars: "Show the answers so far",
  hideBars: "Hide the answers so far",
  barsHidden: "Hidden, so that a glance at your screen tells nothing.",
  pausedTitle: "Paused",
  pausedNote: "The clock stands still on every screen.",
  answersTitle: "Everybody’s answer",
  plusPoints: (n: number) => `+${n}`,
  noAnswer: "No answer",
  standing: "Standing",
  afterRound: (n: number, of: number) => `After round ${n} of ${of}`,
  finalStanding: "Final standing",
  findName: "Find a name",
  nothingFound: "No such name.",
  score: "Points",
  rank: "Rank",
  name: "Name",
  hideStanding: "Back to the question",
  endTitle: "That was the evening",
  endLead: "Phones show everybody their own result.",
  endEarly: "End the game",
  endPending: "The game ends now for everybody",
  exportTitle: "Take the results with you",
  exports: { csv: "CSV", xlsx: "Excel", json: "JSON" },
  exportFailed: "The file could not be fetched.",
  share: "Share the result",
  shareText: (title: string, names: string) => `${title}: ${names}`,
  shareCopied: "Result copied",
  allResults: "All answers and questions",
  deleteData: "Delete all data",
  deleteDataLong: "Removes this evening and everything of its players from the server.",
  help: "Keys",
  helpTitle: "Keys on this page",
  spaceBar: "Space",
  helpNote: "Keys rest while you type in a field. Escape only closes dialogs.",
  keys: {
    main: "Main action: start, reveal, resume, next",
    pause: "Pause or resume",
    resume: "Resume",
    extend: "10 seconds more",
    reveal: "Reveal the answer",
    next: "Next step",
    leaderboard: "Show or hide the standing",
    lock: "Lock or unlock the lobby",
    full_screen: "Full screen",
    help: "This help",
    start: "Start",
    end: "End",
  },
  sound: "Sound",
  soundOff: "off",
  soundHint: "Ticks in the last five seconds, and a chime at the reveal.",
  more: "More",
  connecting: "Opening your console…",
  connectingReason: "The server has not answered yet. Check that this device is in the network of the server.",
  reconnecting: "Reconnecting… the game goes on without you",
  notSent: "Not sent: there is no connection just now.",
  timeUp: "Time is up",
  announceOpen: (n: number) => `Question ${n} is open`,
  refusedTitle: "This console stays closed",
  refusals: {
    noKey: {
      what: (code: string) => `There is no host key for game ${code} in this browser.`,
      next: "Open the host link that you were given when the game was made, or paste it below.",
    },
    INVALID_HOST: {
      what: (code: string) => `The host key does not fit game ${code}.`,
      next: "Open the host link again, whole: it ends in #key=… . Or paste it below.",
    },
    SESSION_NOT_FOUND: {
      what: (code: string) => `There is no game ${code}. It was deleted or has expired.`,
      next: "Check the code in the address, or go to your evenings.",
    },
    TOO_MANY_ATTEMPTS: {
      what: (_code: string) => "Too many wrong keys were tried from here.",
      next: "Wait a quarter of an hour, then open the host link again.",
    },
    other: {
      what: (_code: string) => "The server refused this console.",
      next: "Try again, or go to your evenings.",
    },
  },
  // Why something was not done, by the server's code
  notDone: {
    WRONG_PHASE: "That is not possible at this point of the evening.",
    NO_PARTICIPANTS: "Nobody has joined yet.",
    UNKNOWN_PARTICIPANT: "This participant is not here any more.",
    RATE_LIMITED: "That was too fast for the server. Wait a second and try again.",
    SERVER_BUSY: "The server is busy. Try again in a moment.",
    STORAGE_UNAVAILABLE: "The server’s disk takes nothing: what you did has not happened.",
  } as Record<string, string>,
  toDashboard: "Your evenings",

  // Results
  resultsTitle: "Results",
  resultsRunning: "The evening is still going on. These are the results so far.",
  toConsole: "To the console",
  print: "Print",
  byQuestion: "Question by question",
  byPerson: "Person by person",
  correctShare: "Correct",
  unanswered: (n: number) => (n === 1 ? "1 without an answer" : `${n} without an answer`),
  noQuestions: "No question has been answered yet.",
  noPeople: "Nobody took part.",
  loadingResults: "Fetching the results…",
};

/** Everything that the host's pages say. */
export type HostTexts = typeof en;

export default en;
