//! What the server itself says in a conversation, where a channel has no words of its own.

use super::parts::{ESCALATE, Part};
use super::state::Talk;

impl Talk {
    fn german(&self) -> bool {
        self.locale() == "de"
    }

    /// No human is free.
    pub(super) fn busy(&self) -> Vec<Part> {
        let usual = match self.german() {
            true => "Gerade ist leider niemand von uns frei. Schreiben Sie uns Ihr Anliegen, wir melden uns.",
            false => "Our agents are currently busy at the moment.",
        };
        vec![Part::text(self.rules().busy_text.as_deref().unwrap_or(usual))]
    }

    /// It is outside the hours.
    pub(super) fn closed(&self) -> Vec<Part> {
        let usual = match self.german() {
            true => "Gerade ist niemand von uns da. Schreiben Sie uns Ihr Anliegen, wir melden uns.",
            false => "Nobody of us is here just now. Write to us what it is about, and we will come back to you.",
        };
        vec![Part::text(self.rules().closed_text.as_deref().unwrap_or(usual))]
    }

    /// The bot does not answer: said so, and a human is offered.
    pub(super) fn fallback(&self) -> Vec<Part> {
        let (usual, title, label) = match self.german() {
            true => (
                "Entschuldigung, das kann ich gerade nicht beantworten.",
                "Möchten Sie mit einem Menschen sprechen?",
                "Mit einem Menschen sprechen",
            ),
            false => ("Sorry, I cannot answer just now.", "Would you like to talk to a human?", "Talk to a human"),
        };
        let text = self.rules().fallback_text.as_deref().unwrap_or(usual);
        vec![Part::text(text), Part::buttons(title, [(label, ESCALATE)])]
    }
}
