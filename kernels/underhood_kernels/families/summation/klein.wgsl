
// Klein: what is lost has a sum of its own, and what that one loses another.
fn add(state: State, x: Lane) -> State {
    let both = exactly(state.sum, x);
    let lost = exactly(state.lost, both.lost);
    return State(both.sum, lost.sum, state.again + lost.lost);
}
fn merge(a: State, b: State) -> State {
    let both = exactly(a.sum, b.sum);
    let lost = exactly(a.lost, b.lost);
    let more = exactly(lost.sum, both.lost);
    return State(both.sum, more.sum, (a.again + b.again) + (lost.lost + more.lost));
}
fn total(state: State) -> Lane {
    let both = exactly(state.sum, state.lost);
    return both.sum + (both.lost + state.again);
}
