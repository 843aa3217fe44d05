
// The scene's surfaces: where they face, and which part of the light they send back.

struct Surface {
    distance: f32,
    normal: vec3f,  // the gradient of the distance
    albedo: vec3f,
}

// The surface that is nearest to p.
fn surface(p: vec3f) -> Surface {
    let rho = sqrt(dot(p.xz, p.xz)) + 1e-20;
    let out = max(vec2f(rho - 2.5, abs(p.y + 0.1) - 0.05), vec2f(0.0)) / (distance_of_table(p) + 0.05 + 1e-20);
    let square = floor(2.0 * p.x) + floor(2.0 * p.z);
    let light = square == 2.0 * floor(square / 2.0);
    let albedo = select(vec3f(0.34, 0.3, 0.28), vec3f(0.72, 0.68, 0.62), light);
    var nearest = Surface(
        distance_of_table(p), vec3f(out.x * p.x / rho, out.y * sign(p.y + 0.1), out.x * p.z / rho), albedo
    );
    let drop = distance_of_drop(p);
    if (drop < nearest.distance) {
        let a = distance_of_sphere(p, 0u);
        let b = distance_of_sphere(p, 1u);
        let c = distance_of_sphere(p, 2u);
        var normal = (p - drop_centres[0]) / (a + drop_radii[0]);
        normal = mix(normal, (p - drop_centres[1]) / (b + drop_radii[1]), share(a, b));
        normal = mix(normal, (p - drop_centres[2]) / (c + drop_radii[2]), share(blended(a, b), c));
        nearest = Surface(drop, normal, vec3f(0.85, 0.3, 0.16));
    }
    let ring = distance_of_ring(p);
    if (ring < nearest.distance) {
        let q = p - ring_centre;
        let around = sqrt(dot(q.xy, q.xy)) + 1e-20;
        nearest = Surface(ring, vec3f(q.xy * ((around - 0.45) / around), q.z) / (ring + 0.17), vec3f(0.1, 0.36, 0.68));
    }
    let box = distance_of_box(p);
    if (box < nearest.distance) {
        let q = p - box_centre;
        nearest = Surface(box, sign(q) * max(abs(q) - 0.19, vec3f(0.0)) / (box + 0.06), vec3f(0.92, 0.66, 0.16));
    }
    return nearest;
}
