// IIR filter, in blocks: one thread per block of a channel, as soon as it knows the state that the block starts with.
//
//     `reduce`  a block's end from a start of zero
//     `filter_block`  every block again, from the start that the scan of `states.wgsl` has found
//
// The samples are read twice and written once, as in a scan by reduce and scan. But a thread's samples lie side by side,
// and neighbouring threads' a block apart: every sector that is fetched waits in the cache for its other seven samples.

@compute @workgroup_size(work_group_size)
fn reduce(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
          @builtin(local_invocation_index) lane: u32) {
    let block = (group.x + group.y * groups.x) * work_group_size + lane;
    if (block >= sizes.x) { return; }
    var s = vec2f();
    let first = block_start(block);
    for (var i = first; i < first + block_length(block); i++) {
        s = next_state(s, source[i]);
    }
    states[block] = s;
}

@compute @workgroup_size(work_group_size)
fn filter_block(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
                @builtin(local_invocation_index) lane: u32) {
    let block = (group.x + group.y * groups.x) * work_group_size + lane;
    if (block >= sizes.x) { return; }
    var s = states[block];
    let first = block_start(block);
    for (var i = first; i < first + block_length(block); i++) {
        result[i] = section.b.x * source[i] + s.x;
        s = next_state(s, source[i]);
    }
}
