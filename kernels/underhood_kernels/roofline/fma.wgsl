// Ceiling of arithmetic: as many fused multiply-adds as fit, and nothing else.
//
//     x ← a·x + b,   64 times a round in 16 chains that don't wait for each other
//
// a and b come from memory, so that the compiler can't work the result out; x tends to b / (1 − a), which shows that
// nothing was left out.

override work_group_size: u32 = 256;

@group(0) @binding(0) var<uniform> step: vec2f;  // a and b
@group(0) @binding(1) var<uniform> rounds: u32;
@group(0) @binding(2) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let a = vec4f(step.x);
    let b = vec4f(step.y);
    var p = vec4f(f32(lane)) + vec4f(0.0, 0.25, 0.5, 0.75);
    var q = p + 1.0;
    var r = p + 2.0;
    var s = p + 3.0;
    for (var round = 0u; round < rounds; round++) {
        p = fma(a, p, b); q = fma(a, q, b); r = fma(a, r, b); s = fma(a, s, b);
        p = fma(a, p, b); q = fma(a, q, b); r = fma(a, r, b); s = fma(a, s, b);
        p = fma(a, p, b); q = fma(a, q, b); r = fma(a, r, b); s = fma(a, s, b);
        p = fma(a, p, b); q = fma(a, q, b); r = fma(a, r, b); s = fma(a, s, b);
    }
    result[(group.x + group.y * groups.x) * work_group_size + lane] = dot(p + q + r + s, vec4f(0.0625));
}
