//! Who reaches what: a graph of units, that is parts which a `$ref` names and the two halves of operations.
//!
//! Usage flows along the references from the operations; the operations of a unit are found against them.

use crate::field::Usage;

/// A unit of the graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct UnitId(pub(super) u32);

impl UnitId {
    fn index(self) -> usize {
        self.0 as usize
    }
}

/// An operation, counted in the order in which they are read.
pub(super) type OperationId = usize;

/// Units and the references between them.
#[derive(Default)]
pub(super) struct Graph {
    usages: Vec<Usage>,
    operations: Vec<Option<OperationId>>,
    references: Vec<Vec<u32>>,
}

/// A graph along which usage has flowed, for looking back.
pub(super) struct Reach {
    usages: Vec<Usage>,
    operations: Vec<Option<OperationId>>,
    referrers: Vec<Vec<u32>>,
    /// The look back on which a unit was last come by.
    seen: Vec<usize>,
    looks: usize,
}

/// Units that are gone back through for one; the operations of what is used by more are not worth listing all.
const REFERRERS_LIMIT: usize = 3_000;

impl Graph {
    /// A unit that nobody is known to use yet.
    pub(super) fn add(&mut self) -> UnitId {
        self.add_half(Usage::default(), None)
    }

    /// What an operation sends one way.
    pub(super) fn add_half(&mut self, usage: Usage, operation: Option<OperationId>) -> UnitId {
        self.usages.push(usage);
        self.operations.push(operation);
        self.references.push(Vec::new());
        UnitId(
            u32::try_from(self.usages.len() - 1).expect("there are fewer units than bytes of a source, thus than 4 G"),
        )
    }

    /// Notes that one unit refers to another.
    pub(super) fn connect(&mut self, from: UnitId, to: UnitId) {
        if from != to {
            self.references[from.index()].push(to.0);
        }
    }

    /// Lets usage flow along the references; each unit is passed on at most once for each of the three bits.
    pub(super) fn spread(mut self) -> Reach {
        let mut waiting: Vec<usize> =
            (0..self.usages.len()).filter(|&unit| self.usages[unit] != Usage::default()).collect();
        let mut referrers = vec![Vec::new(); self.usages.len()];
        for (from, targets) in (0..).zip(&mut self.references) {
            targets.sort_unstable();
            targets.dedup();
            targets.iter().for_each(|&to| referrers[to as usize].push(from));
        }
        while let Some(from) = waiting.pop() {
            for &to in &self.references[from] {
                let to = to as usize;
                let joined = join(self.usages[from], self.usages[to]);
                if joined != self.usages[to] {
                    self.usages[to] = joined;
                    waiting.push(to);
                }
            }
        }
        let seen = vec![0; self.usages.len()];
        Reach { usages: self.usages, operations: self.operations, referrers, seen, looks: 0 }
    }
}

impl Reach {
    /// Who sends a unit.
    pub(super) fn usage(&self, unit: UnitId) -> Usage {
        self.usages[unit.index()]
    }

    /// The operations that reach a unit, in the order in which they were read.
    pub(super) fn operations(&mut self, unit: UnitId) -> Vec<OperationId> {
        self.looks += 1;
        let mut left = REFERRERS_LIMIT;
        let mut waiting = vec![unit.0];
        let mut operations = Vec::new();
        while let (Some(unit), true) = (waiting.pop(), left > 0) {
            let unit = unit as usize;
            if std::mem::replace(&mut self.seen[unit], self.looks) != self.looks {
                left -= 1;
                operations.extend(self.operations[unit]);
                waiting.extend(&self.referrers[unit]);
            }
        }
        operations.sort_unstable();
        operations.dedup();
        operations
    }
}

fn join(one: Usage, other: Usage) -> Usage {
    Usage {
        request: one.request || other.request,
        response: one.response || other.response,
        payload: one.payload || other.payload,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn usage_flows_through_circles_and_operations_are_found_against_it() {
        let mut graph = Graph::default();
        let request = Usage { request: true, ..Usage::default() };
        let response = Usage { response: true, ..Usage::default() };
        let asks = graph.add_half(request, Some(1));
        let answers = graph.add_half(response, Some(0));
        let (a, b, alone) = (graph.add(), graph.add(), graph.add());
        graph.connect(asks, a);
        graph.connect(a, b);
        graph.connect(b, a);
        graph.connect(answers, b);
        let mut reach = graph.spread();
        assert_eq!(reach.usage(a), Usage { request: true, response: true, payload: false });
        assert_eq!(reach.operations(b), [0, 1]);
        assert_eq!(reach.usage(alone), Usage::default());
        assert!(reach.operations(alone).is_empty());
    }
}
