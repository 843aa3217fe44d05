
// The scan of the blocks' states. A block makes of the state s that it starts with M·s + e: e is its end from a start of
// zero, and M = A^length the same for all blocks. A group of blocks is a block again, with M to the power of their number:
//
//     `combine`  the ends of groups from the ends of their blocks,  t ← M·t + e
//     `spread`  from the groups' starts those of their blocks, in place of the ends

override work_group_size: u32 = 64;
override group_size: u32 = 32;

struct Section { b: vec4f, a: vec4f }  // b₀, b₁, b₂, unused; a₁, a₂, unused, unused

@group(0) @binding(0) var<storage, read> source: array<f32>;
@group(0) @binding(1) var<uniform> section: Section;
@group(0) @binding(2) var<uniform> sizes: vec4u;  // blocks in all; samples, blocks of a channel; samples of a block
@group(0) @binding(3) var<storage, read_write> states: array<vec2f>;
@group(0) @binding(4) var<storage, read_write> above: array<vec2f>;  // the groups' states
@group(0) @binding(5) var<uniform> power: vec4f;  // M, row by row
@group(0) @binding(6) var<storage, read_write> result: array<f32>;

fn next_state(s: vec2f, x: f32) -> vec2f {
    let y = section.b.x * x + s.x;
    return vec2f(section.b.y * x - section.a.x * y + s.y, section.b.z * x - section.a.y * y);
}
fn block_start(block: u32) -> u32 {
    return block / sizes.z * sizes.y + block % sizes.z * sizes.w;
}
fn block_length(block: u32) -> u32 {
    return min(sizes.w, sizes.y - block % sizes.z * sizes.w);
}
fn after(s: vec2f, end: vec2f) -> vec2f {
    return vec2f(dot(power.xy, s), dot(power.zw, s)) + end;
}

@compute @workgroup_size(work_group_size)
fn combine(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
           @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    let count = (sizes.z + group_size - 1u) / group_size;  // groups of a channel
    if (i >= sizes.x / sizes.z * count) { return; }
    let channel = i / count * sizes.z;
    let first = i % count * group_size;
    var t = vec2f();
    for (var b = first; b < min(sizes.z, first + group_size); b++) {
        t = after(t, states[channel + b]);
    }
    above[i] = t;
}

@compute @workgroup_size(work_group_size)
fn spread(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    let count = (sizes.z + group_size - 1u) / group_size;
    if (i >= sizes.x / sizes.z * count) { return; }
    let channel = i / count * sizes.z;
    let first = i % count * group_size;
    var s = above[i];
    for (var b = first; b < min(sizes.z, first + group_size); b++) {
        let end = states[channel + b];
        states[channel + b] = s;
        s = after(s, end);
    }
}
