// Quizzes to play.

const grapes = {
  category: "grape_variety",
  correctAnswer: "Nebbiolo",
  distractors: ["Barbera", "Dolcetto", "Sangiovese"],
};
const country = { category: "country", correctAnswer: "New Zealand", distractors: ["Chile", "France", "South Africa"] };
const colour = { category: "color", correctAnswer: "Pale lemon", distractors: ["Deep gold", "Onion skin", "Garnet"] };

/** Two wines, three questions: every phase occurs, the round leaderboard twice. */
export const twoWines = (changes = {}) => ({
  title: "Friday tasting",
  timerSeconds: 60,
  wines: [
    { name: "Barolo Cannubi 2016", questions: [grapes] },
    { name: "Cloudy Bay 2022", questions: [country, colour] },
  ],
  ...changes,
});

/** One wine, one question. */
export const oneWine = (changes = {}) => ({
  title: "One glass",
  timerSeconds: 60,
  wines: [{ name: "Barolo Cannubi 2016", questions: [grapes] }],
  ...changes,
});

/** Texts as long as the server takes them without a space to break at, and long ones as people write them. */
export const longTexts = (changes = {}) => ({
  title: "Grosse Lagen, Erste Lagen und was dazwischen liegt – ein Abend in Rheinhessen",
  timerSeconds: 60,
  wines: [
    {
      name: "Westhofener Kirchspiel Riesling Großes Gewächs 2019",
      questions: [
        {
          category: "wine_name",
          prompt: "Which of these dry Rieslings from single vineyards of Rheinhessen was grown on the warm limestone slope above Westhofen that opens to the south-east?",
          correctAnswer: "Westhofener Kirchspiel Riesling Großes Gewächs, Weingut Wittmann",
          distractors: [
            "Niersteiner Pettenthal Riesling Großes Gewächs, Weingut Kühling-Gillot",
            "Dalsheimer Hubacker Riesling Großes Gewächs, Weingut Keller",
            "Trockenbeerenauslesenverkostungsgemeinschaft",
          ],
        },
      ],
    },
  ],
  ...changes,
});
