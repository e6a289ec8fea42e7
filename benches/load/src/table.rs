//! The one table that everything ends in.

/// One figure.
pub struct Row {
    pub figure: String,
    pub goal: String,
    pub measured: String,
    pub more: String,
}

/// Collects rows; prints each at once to stderr, so that a long run shows where it is.
#[derive(Default)]
pub struct Table(Vec<Row>);

impl Table {
    /// Adds a row.
    pub fn add(&mut self, figure: impl Into<String>, goal: &str, measured: impl Into<String>, more: impl Into<String>) {
        let row = Row { figure: figure.into(), goal: goal.into(), measured: measured.into(), more: more.into() };
        eprintln!("  {} | {} | {} | {}", row.figure, row.goal, row.measured, row.more);
        self.0.push(row);
    }

    /// Prints the table as Markdown.
    pub fn print(&self) {
        println!("| figure | goal | measured | more |\n|---|---|---|---|");
        for Row { figure, goal, measured, more } in &self.0 {
            println!("| {figure} | {goal} | {measured} | {more} |");
        }
    }
}
