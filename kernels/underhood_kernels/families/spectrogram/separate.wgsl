
// Spectrogram, a dispatch for each step: window the frames, transform them, take the power.
//
//     result[f, k] = |Σⱼ window[j] · signal[f·hop + j] · exp(−2πi·jk/n)|²
//
// As one would call a library three times: every frame goes to memory and back as complex numbers at each step, and with
// overlapping frames there are several times as many of those as there are samples.

@group(0) @binding(3) var<storage, read> signal: array<f32>;
@group(0) @binding(4) var<storage, read> window: array<f32>;
@group(0) @binding(5) var<uniform> frames: vec4u;  // hop; the first frame of this dispatch; frames in all; n
@group(0) @binding(6) var<storage, read_write> powers: array<f32>;

// Number j of frame f.
fn windowed(f: u32, j: u32) -> f32 {
    return window[j] * signal[f * frames.x + j];
}

@compute @workgroup_size(work_group_size)
fn window_frames(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                 @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    if (i < stage.w) { result[i] = vec2f(windowed(frames.y + i / frames.w, i % frames.w), 0.0); }
}

@compute @workgroup_size(work_group_size)
fn take_power(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
              @builtin(local_invocation_index) lane: u32) {
    let i = (group.x + group.y * groups.x) * work_group_size + lane;
    let bins = frames.w / 2u + 1u;
    if (i < stage.w) {
        let point = source[i / bins * frames.w + i % bins];
        powers[frames.y * bins + i] = dot(point, point);
    }
}
