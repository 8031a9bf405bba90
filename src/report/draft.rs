//! A report of a run while the run goes on: pieces go in, in the order of the files, and text comes out as soon as the
//! format lets it.

use super::{Format, Layout, Piece, Totals};

/// A report that is being written.
pub struct Draft {
    layout: &'static Layout,
    kept: Vec<Piece>,
    begun: bool,
}

impl Draft {
    /// A report in a format, of which nothing is written yet.
    pub fn new(format: &'static Format) -> Self {
        Draft { layout: &format.layout, kept: Vec::new(), begun: false }
    }

    /// What stands before all pieces.
    pub fn opening(&self) -> String {
        match self.layout {
            Layout::Streamed { opening, .. } => opening(),
            Layout::Whole(_) => String::new(),
        }
    }

    /// Takes some pieces and gives what can be written of them now.
    pub fn add(&mut self, pieces: Vec<Piece>) -> String {
        let between = match self.layout {
            Layout::Streamed { between, .. } => between,
            Layout::Whole(_) => {
                self.kept.extend(pieces);
                return String::new();
            }
        };
        let mut out = String::new();
        for piece in pieces {
            if self.begun {
                out.push_str(between);
            }
            self.begun = true;
            out.push_str(&piece.text);
        }
        out
    }

    /// What is left to write when all pieces are there.
    pub fn closing(self, totals: &Totals) -> String {
        match self.layout {
            Layout::Streamed { closing, .. } => closing(totals),
            Layout::Whole(all) => all(&self.kept, totals),
        }
    }
}
