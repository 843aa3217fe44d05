
// The first pass: the counts of the run before are forgotten.
@compute @workgroup_size(256)
fn clear(@builtin(local_invocation_index) v: u32) {
    atomicStore(&result[v], 0u);
}
