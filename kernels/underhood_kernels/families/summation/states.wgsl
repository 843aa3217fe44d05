
// What the work group's threads hold, merged as a tree; those of all work groups are merged by one in the last pass.
struct State { sum: Lane, lost: Lane, again: Lane }  // the total, and what a method knows it to have lost

var<workgroup> tile: array<State, work_group_size>;

fn merged(mine: State, lane: u32) -> State {
    tile[lane] = mine;
    workgroupBarrier();
    for (var live = work_group_size; live > 1u; live = (live + 1u) / 2u) {
        let half = (live + 1u) / 2u;
        if (lane + half < live) {
            tile[lane] = merge(tile[lane], tile[lane + half]);
        }
        workgroupBarrier();  // this round is written before the next reads it
    }
    return tile[0];
}

@compute @workgroup_size(work_group_size)
fn finish(@builtin(local_invocation_index) lane: u32) {
    var mine = State();
    for (var i = 3u * lane; i < arrayLength(&states); i += 3u * work_group_size) {
        mine = merge(mine, State(Lane(states[i]), Lane(states[i + 1u]), Lane(states[i + 2u])));
    }
    let whole = merged(mine, lane);
    if (lane == 0u) {
        result[0] = first(total(whole));
    }
}
