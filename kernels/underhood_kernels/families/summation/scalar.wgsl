// Summation, scalar: each thread adds up `per_thread` values, a work group's width apart.
//
//     result[0] = Σᵢ values[i]
//
// What a thread knows of its sum, and how it takes in a value, is the method's, which is a file of its own.

alias Lane = f32;
alias Bits = u32;

override work_group_size: u32 = 128;
override per_thread: u32 = 16;

@group(0) @binding(0) var<storage, read> values: array<f32>;
@group(0) @binding(1) var<uniform> sizes: vec2u;  // how many values count, and 0
@group(0) @binding(2) var<storage, read_write> states: array<f32>;  // three numbers of each work group
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

fn first(lane: Lane) -> f32 { return lane; }

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let block = group.x + group.y * groups.x;
    var mine = State();
    for (var k = 0u; k < per_thread; k++) {
        let i = (per_thread * block + k) * work_group_size + lane;
        if (i < sizes.x) {
            mine = add(mine, values[i]);
        }
    }
    let whole = merged(mine, lane);
    if (lane == 0u && 3u * block < arrayLength(&states)) {
        states[3u * block] = whole.sum;
        states[3u * block + 1u] = whole.lost;
        states[3u * block + 2u] = whole.again;
    }
}
