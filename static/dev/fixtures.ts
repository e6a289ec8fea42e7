// Models of every screen in every phase, for the gallery. Development only.

import type { QuestionPayload, RankingEntry } from "../src/wire/quiz";
import * as P from "../src/quiz/participant/model";
import * as S from "../src/quiz/stage/model";

const now = Date.now();
const names = [
  "VelvetyChateau", "SilkyBarrel", "OakyMeadow", "FlintyCellar", "BoldTannin", "CrispRiesling", "SmokyTerroir", "ZestyDecanter",
  "MellowMagnum", "JammyVineyard", "DustyCorkscrew", "RoundSommelier", "GrippyNebbiolo", "SaltyAlbarino", "NuttySherry", "ToastyCuvee",
  "PlushPomerol", "EarthyPinot", "SunnyGrenache", "QuietClaret", "LivelySpritz", "NobleRot", "ChalkyChablis", "PepperySyrah",
  "FloralViognier", "GoldenTokaji", "BrightGamay", "DarkMalbec", "FreshVerdejo", "OldVineZin",
];

export const question = (over: Partial<QuestionPayload> = {}): QuestionPayload => ({
  questionId: "r1q0",
  prompt: "Which grape variety is this?",
  category: "grape_variety",
  options: [
    { id: "r1q0-a", text: "Sangiovese" },
    { id: "r1q0-b", text: "Nebbiolo" },
    { id: "r1q0-c", text: "Tempranillo" },
    { id: "r1q0-d", text: "Cabernet Sauvignon" },
  ],
  roundIndex: 1,
  questionIndex: 0,
  totalQuestions: 3,
  totalRounds: 4,
  timerMs: 60_000,
  deadline: now + 38_000,
  serverTime: now,
  ...over,
});

const long = question({
  prompt: "In which of these regions of northern Italy, famous for its fog in autumn and its white truffles, does this wine grow?",
  options: [
    { id: "r1q0-a", text: "Barolo and Barbaresco, in the Langhe hills of Piedmont" },
    { id: "r1q0-b", text: "Valpolicella Classico, north-west of Verona in the Veneto" },
    { id: "r1q0-c", text: "Valtellina Superiore, on alpine terraces above the Adda" },
    { id: "r1q0-d", text: "Collio Goriziano, on the border of Friuli with Slovenia" },
  ],
});

const endless = question({
  prompt: "Which of these four estates on the slopes above the river has, in the opinion of everybody who has ever tasted there, made the wine in front of you, and in which of its barrels has it slept so long?",
  options: [
    { id: "r1q0-a", text: "The old estate behind the church, in the one great barrel of chestnut that the grandfather of today's owner had carried up the hill in four pieces, on a feast day and in the snow, for a bet that he won" },
    { id: "r1q0-b", text: "Trockenbeerenauslesenverkostungsgemeinschaft Oberpfalz" },
    { id: "r1q0-c", text: "Valtellina Superiore, on alpine terraces above the Adda, where donkeys still bring the harvest down" },
    { id: "r1q0-d", text: "Collio Goriziano" },
  ],
});

export const rankings: RankingEntry[] = names.map((pseudonym, i) => ({
  pseudonym,
  score: i < 2 ? 500 : Math.max(0, 500 - Math.floor(i / 2) * 100),
  rank: i < 2 ? 1 : Math.floor(i / 2) * 2 + 1,
  previousRank: [3, 1, 2, 6, 4, 5, 9, 8, 7, 12, 11, 10][i] ?? i + 1,
}));

const distribution = [
  { optionId: "r1q0-a", count: 6 },
  { optionId: "r1q0-b", count: 17 },
  { optionId: "r1q0-c", count: 4 },
  { optionId: "r1q0-d", count: 1 },
];

const phoneBase: P.Model = {
  ...P.initial("K7QM", true),
  known: true, exists: true, title: "An evening in Piedmont", seat: "held", pseudonym: "OakyMeadow",
  lobby: names, lobbyCount: 30, totalCount: 30, answeredCount: 18, score: 400, rank: 3, previousRank: 5, roundIndex: 1, totalRounds: 4,
};
const open: P.Model = { ...phoneBase, phase: "question_open", question: question(), deadline: now + 38_000 };
const choice = (state: P.Choice["state"], optionId = "r1q0-b"): P.Choice => ({ questionId: "r1q0", optionId, state });
const revealed = (mine: string | null, points: number): P.Model => ({
  ...open, phase: "question_revealed", deadline: null,
  reveal: { correctOptionId: "r1q0-b", myOptionId: mine, points, distribution },
});
const ownRank = { rank: 3, score: 400, previousRank: 5, above: rankings[1]!, below: rankings[3]!, totalCount: 30 };

/** An away link is shown where the name ends in `-away`. */
export const phones: Record<string, P.Model> = {
  "connecting": { ...P.initial("K7QM", true) },
  "join": { ...P.initial("K7QM", false), known: true, exists: true, title: "An evening in Piedmont" },
  "lobby": { ...phoneBase, phase: "waiting" },
  "lobby-first": { ...phoneBase, phase: "waiting", lobby: ["OakyMeadow"], lobbyCount: 1 },
  "open": open,
  "open-saving": { ...open, choice: choice("saving") },
  "open-saved": { ...open, choice: choice("saved") },
  "open-kept-away": { ...open, seat: "claiming", choice: choice("kept") },
  "open-long": { ...open, question: long, choice: choice("saved", "r1q0-c") },
  "open-late": { ...open, deadline: now - 1000, missed: { questionId: "r1q0", lateMs: 310 } },
  "open-hostaway": { ...open, hostConnected: false },
  "paused": { ...open, phase: "question_paused", deadline: null, remainingMs: 21_400, choice: choice("saved") },
  "revealed-right": revealed("r1q0-b", 100),
  "revealed-wrong": revealed("r1q0-c", 0),
  "revealed-none": revealed(null, 0),
  "leaderboard": { ...phoneBase, phase: "round_leaderboard", rankings, ownRank },
  "ended": {
    ...phoneBase, phase: "ended", rankings, ownRank,
    review: [
      { roundIndex: 0, questionIndex: 0, wineName: "Barolo Cannubi 2018", prompt: "Which grape variety is this?", category: "grape_variety", correctAnswer: "Nebbiolo", myAnswer: "Nebbiolo", points: 100 },
      { roundIndex: 0, questionIndex: 1, wineName: "Barolo Cannubi 2018", prompt: "Which country does this wine come from?", category: "country", correctAnswer: "Italy", myAnswer: "Spain", points: 0 },
      { roundIndex: 1, questionIndex: 0, wineName: "Chablis Premier Cru Montmains", prompt: "Which vintage is this?", category: "vintage_year", correctAnswer: "2020", myAnswer: null, points: 0 },
    ],
  },
  "problem-notfound": { ...P.initial("K7Q0", false), known: true, exists: false },
  "problem-full": { ...P.initial("K7QM", false), known: true, exists: true, problem: { kind: "full", code: "SESSION_FULL" } },
  "problem-locked": { ...P.initial("K7QM", false), known: true, exists: true, problem: { kind: "locked", code: "LOBBY_LOCKED" } },
  "problem-started": { ...P.initial("K7QM", false), known: true, exists: true, phase: "question_open" },
  "problem-over": { ...P.initial("K7QM", false), known: true, exists: true, phase: "ended" },
  "problem-removed": { ...phoneBase, seat: "removed", problem: { kind: "removed", code: "KICKED" } },
  "problem-moved": { ...phoneBase, seat: "moved", problem: { kind: "moved", code: "SEAT_MOVED" } },
};

const stageBase: S.Model = {
  ...S.initial("K7QM"),
  known: true, exists: true, title: "An evening in Piedmont", participants: names, count: 30, totalCount: 30, answeredCount: 12, roundIndex: 1, totalRounds: 4,
};
const asking: S.Model = { ...stageBase, phase: "question_open", question: question(), deadline: now + 38_000 };

export const stages: Record<string, S.Model> = {
  "unopened": { ...S.initial("K7QM"), known: true },
  "waiting-empty": { ...stageBase, participants: [], count: 0 },
  "waiting-three": { ...stageBase, participants: names.slice(0, 3), count: 3 },
  "waiting-thirty": { ...stageBase, title: "The great autumn tasting of the friends of Piedmont and the Valtellina" },
  "waiting-few": { ...stageBase, participants: names.slice(0, 5), count: 5, locked: true },
  "waiting-many": { ...stageBase, participants: [...names, ...names.map((n) => `${n}2`)], count: 184 },
  "open": asking,
  "open-long": { ...asking, question: long },
  "open-endless": { ...asking, question: endless },
  "revealed-long": { ...asking, question: long, phase: "question_revealed", deadline: null, correctOptionId: "r1q0-b", distribution },
  "revealed-endless": { ...asking, question: endless, phase: "question_revealed", deadline: null, correctOptionId: "r1q0-a", distribution },
  "open-hostlost": { ...asking, hostConnected: false },
  "paused": { ...asking, phase: "question_paused", deadline: null, remainingMs: 21_400 },
  "paused-hostlost": { ...asking, phase: "question_paused", deadline: null, remainingMs: 21_400, hostConnected: false },
  "revealed": { ...asking, phase: "question_revealed", deadline: null, correctOptionId: "r1q0-b", distribution, live: true },
  "leaderboard": { ...stageBase, phase: "round_leaderboard", rankings, live: true },
  "leaderboard-two": { ...stageBase, phase: "round_leaderboard", rankings: rankings.slice(1, 3) },
  "ended": { ...stageBase, phase: "ended", rankings, live: true },
  "ended-one": { ...stageBase, phase: "ended", rankings: rankings.slice(0, 1) },
  "ended-two": { ...stageBase, phase: "ended", rankings: rankings.slice(1, 3) },
  "ended-three": { ...stageBase, phase: "ended", rankings: names.slice(0, 3).map((pseudonym, i) => ({ pseudonym, score: 900 - 100 * i, rank: i + 1 })) },
  "ended-ties": { ...stageBase, phase: "ended", rankings: names.slice(0, 8).map((pseudonym, i) => ({ pseudonym, score: i < 5 ? 900 : 400, rank: i < 5 ? 1 : 6 })) },
  "ended-reload": { ...stageBase, phase: "ended", rankings },
  "open-away": asking,
};
