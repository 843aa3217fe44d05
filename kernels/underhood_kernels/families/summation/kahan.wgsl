
// Kahan: what an addition has lost is taken off the next value; `lost` counts downwards.
fn add(state: State, x: Lane) -> State {
    let y = x - state.lost;
    let sum = opaque(state.sum + y);
    return State(sum, opaque(sum - state.sum) - y, Lane());
}
fn merge(a: State, b: State) -> State {
    let both = exactly(a.sum, b.sum);
    return State(both.sum, (a.lost + b.lost) - both.lost, Lane());
}
fn total(state: State) -> Lane { return state.sum - state.lost; }
