// IIR filter, one thread per channel: as one would write it, sample after sample.
//
//     y = b₀·x + s₁,   s₁ ← b₁·x − a₁·y + s₂,   s₂ ← b₂·x − a₂·y
//
// The state s is what later outputs wait for (the transposed direct form II). With many channels there are many threads,
// though neighbours read a whole channel apart; one long signal is the work of a single thread.

override work_group_size: u32 = 64;

@group(0) @binding(0) var<storage, read> signal: array<f32>;
@group(0) @binding(1) var<storage, read> sections: array<vec4f>;  // two for each: b₀, b₁, b₂, 0 and a₁, a₂, 0, 0
@group(0) @binding(2) var<uniform> sizes: vec2u;  // channels, samples
@group(0) @binding(3) var<storage, read_write> result: array<f32>;

@compute @workgroup_size(work_group_size)
fn main(
    @builtin(workgroup_id) group: vec3u,
    @builtin(num_workgroups) groups: vec3u,
    @builtin(local_invocation_index) lane: u32,
) {
    let channel = (group.x + group.y * groups.x) * work_group_size + lane;
    if (channel >= sizes.x) {
        return;
    }
    let first = channel * sizes.y;
    for (var section = 0u; section < arrayLength(&sections) / 2u; section++) {
        let b = sections[2u * section];
        let a = sections[2u * section + 1u];
        var s = vec2f();
        for (var i = first; i < first + sizes.y; i++) {
            var x = 0.0;
            if (section == 0u) { x = signal[i]; } else { x = result[i]; }
            let y = b.x * x + s.x;
            s = vec2f(b.y * x - a.x * y + s.y, b.z * x - a.y * y);
            result[i] = y;
        }
    }
}
