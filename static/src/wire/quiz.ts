// Made from src/quiz/wire.rs by its tests. Do not edit: SOIREE_BLESS=1 cargo test.

/**
 * What one participant's answer brought, for hosts.
 */
export type AnswerResult = { pseudonym: string, points: number, totalScore: number, 
/**
 * Ours: what was chosen; `null` without an answer.
 */
optionId: string | null, };

/**
 * The three shapes of `game:answer_revealed`.
 */
export type AnswerRevealed = { correctOptionId: string, results: Array<AnswerResult>, 
/**
 * Ours.
 */
distribution: Array<OptionCount>, } | { correctOptionId: string, 
/**
 * Ours.
 */
distribution: Array<OptionCount>, myPoints: number, myTotalScore: number, 
/**
 * Ours: `null` without an answer.
 */
myOptionId: string | null, 
/**
 * Ours: own rank now.
 */
rank: number, 
/**
 * Ours: own rank before this question.
 */
previousRank: number, } | { correctOptionId: string, distribution: Array<OptionCount>, };

/**
 * What a question is about.
 */
export type Category = "color" | "country" | "grape_variety" | "vintage_year" | "wine_name";

/**
 * Client → server. The parser in this file checks more than these types say and names the field.
 */
export type ClientMessage = { "type": "create_session", hostId: string, 
/**
 * 1–120 characters; absent: the first wine's name.
 */
title?: string, 
/**
 * Seconds, clamped to 15–120; absent: 60.
 */
timerSeconds?: number, 
/**
 * 1–50 wines.
 */
wines: Array<Wine>, settings?: Settings, } | { "type": "join_session", code: string, } | { "type": "rejoin_host", hostId: string, } | { "type": "rejoin_session", rejoinToken: string, } | { "type": "watch_stage" } | { "type": "host:start" } | { "type": "host:pause" } | { "type": "host:resume" } | { "type": "host:reveal" } | { "type": "host:next" } | { "type": "host:end" } | { "type": "host:extend", seconds: number, } | { "type": "host:lock", locked: boolean, } | { "type": "host:kick", pseudonym: string, } | { "type": "submit_answer", questionId: string, optionId: string, } | { "type": "time_request", clientTime: number, };

/**
 * Everything a host's page needs to redraw any phase.
 */
export type HostSnapshot = { code: string, hostId: string, phase: Phase, participants: Array<string>, 
/**
 * Not `null` in open, paused and revealed.
 */
question: QuestionPayload | null, rankings: Array<RankingEntry>, title: string, wines: Array<Wine>, timerSeconds: number, 
/**
 * Index of the wine, from 0.
 */
currentRound: number, 
/**
 * Index of the question in it, from 0.
 */
currentQuestion: number, remainingMs: number | null, deadline: number | null, serverTime: number, answeredCount: number, totalCount: number, 
/**
 * Who has answered the present question; empty beyond 200 participants.
 */
answered: Array<string>, 
/**
 * How many chose each option so far.
 */
distribution: Array<OptionCount>, 
/**
 * Once revealed.
 */
correctOptionId: string | null, 
/**
 * Once revealed.
 */
results: Array<AnswerResult> | null, settings: Settings, locked: boolean, 
/**
 * Links of the first 200 participants.
 */
links: Array<LinkQuality>, };

/**
 * Connection quality of a participant, for hosts. Ours.
 */
export type LinkQuality = { pseudonym: string, connected: boolean, 
/**
 * Milliseconds of the last measured round trip; `null` until there was one.
 */
rttMs: number | null, };

/**
 * How many chose an option. Ours; after the reveal, and for hosts before.
 */
export type OptionCount = { optionId: string, count: number, };

/**
 * A participant's own place. Ours.
 */
export type OwnRank = { rank: number, score: number, previousRank: number | null, 
/**
 * The row right above and right below, for the gap to the next.
 */
above: RankingEntry | null, below: RankingEntry | null, 
/**
 * Participants in all.
 */
totalCount: number, };

/**
 * Everything a participant's page needs to redraw any phase.
 */
export type ParticipantSnapshot = { pseudonym: string, phase: Phase, 
/**
 * Not `null` in open, paused and revealed.
 */
question: QuestionPayload | null, code: string, title: string, selectedOptionId: string | null, remainingMs: number | null, deadline: number | null, serverTime: number, score: number, rank: number, roundIndex: number, totalRounds: number, answeredCount: number, totalCount: number, hostConnected: boolean, 
/**
 * At leaderboards and at the end; the first 100 where there are more than 200.
 */
rankings?: Array<RankingEntry>, 
/**
 * At leaderboards and at the end.
 */
ownRank?: OwnRank, 
/**
 * Once revealed, as in `game:answer_revealed`.
 */
correctOptionId?: string, myPoints?: number, myTotalScore?: number, previousRank?: number, distribution?: Array<OptionCount>, 
/**
 * Own answers, after the end.
 */
review?: Array<ReviewEntry>, };

/**
 * Where a session is.
 */
export type Phase = "waiting" | "question_open" | "question_paused" | "question_revealed" | "round_leaderboard" | "ended";

/**
 * A question with its correct answer: hosts only.
 */
export type Question = { category: Category, 
/**
 * Ours: the host's own wording, 1–200 characters.
 */
prompt?: string, correctAnswer: string, distractors: [string, string, string], };

/**
 * One of a question's four options. Nothing in it tells whether it is correct.
 */
export type QuestionOption = { id: string, text: string, };

/**
 * A question as everybody may see it.
 */
export type QuestionPayload = { questionId: string, prompt: string, category: Category, options: Array<QuestionOption>, 
/**
 * From 0.
 */
roundIndex: number, 
/**
 * From 0, within the round.
 */
questionIndex: number, 
/**
 * Of this round.
 */
totalQuestions: number, totalRounds: number, 
/**
 * The whole time for an answer, in milliseconds (extensions included).
 */
timerMs: number, 
/**
 * Ours: server's epoch milliseconds at which it closes; `null` while the clock stands.
 */
deadline: number | null, 
/**
 * Ours: the server's epoch milliseconds now.
 */
serverTime: number, };

/**
 * A quiz as clients send it in `create_session` and over HTTP.
 */
export type QuizBody = { 
/**
 * 1–120 characters; absent: the first wine's name.
 */
title?: string, 
/**
 * Seconds, clamped to 15–120; absent: 60.
 */
timerSeconds?: number, 
/**
 * 1–50 wines.
 */
wines: Array<Wine>, settings?: Settings, };

/**
 * A row of a leaderboard. Equal scores share a rank (1, 1, 3), in order of joining.
 */
export type RankingEntry = { pseudonym: string, score: number, rank: number, 
/**
 * Ours: the rank at the leaderboard before; absent at the first.
 */
previousRank?: number, };

/**
 * One own answer in review, after the end. Ours.
 */
export type ReviewEntry = { roundIndex: number, questionIndex: number, wineName: string, prompt: string, category: Category, correctAnswer: string, 
/**
 * `null` without an answer.
 */
myAnswer: string | null, points: number, };

/**
 * How answers are scored. Ours.
 */
export type Scoring = "flat" | "speed";

/**
 * Server → client.
 */
export type ServerMessage = { "type": "server:state_snapshot", phase: Phase, code: string, 
/**
 * Ours: whether a session exists here yet.
 */
exists: boolean, 
/**
 * Ours.
 */
title: string | null, 
/**
 * Ours.
 */
serverTime: number, } | { "type": "session:created", code: string, hostId: string, } | { "type": "participant:joined", pseudonym: string, rejoinToken: string, } | { "type": "lobby:updated", participants: Array<string>, 
/**
 * Ours: the true number.
 */
count: number, } | { "type": "host:state_snapshot" } & HostSnapshot | { "type": "participant:state_snapshot" } & ParticipantSnapshot | { "type": "stage:state_snapshot" } & StageSnapshot | { "type": "sessions:list", sessions: Array<SessionEntry>, } | { "type": "game:question" } & QuestionPayload | { "type": "game:timer_tick", remainingMs: number, } | { "type": "game:timer_paused", remainingMs: number, } | { "type": "game:timer_resumed", remainingMs: number, 
/**
 * Ours.
 */
deadline: number, 
/**
 * Ours.
 */
serverTime: number, } | { "type": "game:timer_extended", remainingMs: number, timerMs: number, deadline: number | null, serverTime: number, } | { "type": "game:participant_answered", answeredCount: number, totalCount: number, 
/**
 * Ours: who; empty beyond 200 participants.
 */
answered: Array<string>, 
/**
 * Ours: how many chose each option so far.
 */
distribution: Array<OptionCount>, } | { "type": "game:progress", answeredCount: number, totalCount: number, } | { "type": "answer:accepted", questionId: string, optionId: string, } | { "type": "game:answer_revealed" } & AnswerRevealed | { "type": "game:round_leaderboard", rankings: Array<RankingEntry>, roundIndex: number, totalRounds: number, 
/**
 * Ours: participants in all; beyond 200 only hosts receive every row, others the first 100.
 */
totalCount: number, } | { "type": "game:final_leaderboard", rankings: Array<RankingEntry>, 
/**
 * Ours.
 */
totalCount: number, } | { "type": "game:own_rank" } & OwnRank | { "type": "game:review", answers: Array<ReviewEntry>, } | { "type": "session:ended" } | { "type": "seat:moved" } | { "type": "seat:removed" } | { "type": "host:presence", connected: boolean, } | { "type": "host:links", links: Array<LinkQuality>, } | { "type": "lobby:locked", locked: boolean, } | { "type": "server:time", clientTime: number, serverTime: number, } | { "type": "error", 
/**
 * A sentence for a person.
 */
message: string, 
/**
 * Ours: an upper-case word for programs.
 */
code: string, 
/**
 * Ours: the field that is to blame.
 */
field?: string, };

/**
 * A session in its host's list.
 */
export type SessionEntry = { code: string, title: string, 
/**
 * RFC 3339, UTC.
 */
createdAt: string, status: SessionStatus, participantCount: number, 
/**
 * The first 100 rows, once ended.
 */
finalRankings?: Array<RankingEntry>, };

/**
 * How far a session is, as lists show it.
 */
export type SessionStatus = "waiting" | "active" | "ended";

/**
 * Settings of a quiz. Ours.
 */
export type Settings = { scoring: Scoring, };

/**
 * Everything a stage's page needs to redraw any phase. Ours. Public: nothing secret in it.
 */
export type StageSnapshot = { code: string, title: string, phase: Phase, 
/**
 * Whether a session exists yet.
 */
exists: boolean, 
/**
 * The 60 newest.
 */
participants: Array<string>, 
/**
 * Not `null` in open, paused and revealed.
 */
question: QuestionPayload | null, remainingMs: number | null, deadline: number | null, serverTime: number, answeredCount: number, totalCount: number, roundIndex: number, totalRounds: number, hostConnected: boolean, locked: boolean, 
/**
 * Once revealed.
 */
correctOptionId: string | null, 
/**
 * Once revealed.
 */
distribution: Array<OptionCount> | null, 
/**
 * At leaderboards and at the end: the first 100.
 */
rankings: Array<RankingEntry> | null, };

/**
 * A wine with its questions, correct answers included: hosts only.
 */
export type Wine = { 
/**
 * 1–200 characters.
 */
name: string, 
/**
 * 1–50 questions.
 */
questions: Array<Question>, };
