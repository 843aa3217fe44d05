
// The light that a ray brings back, in linear red, green and blue.

const sun = vec3f(0.48, 0.8, 0.36);  // the direction towards it, of length 1
const sunlight = vec3f(1.7, 1.5, 1.25);
const skylight = vec3f(0.3, 0.4, 0.55);

// How much of the sun is seen from p: the nearer a ray to it passes by something, the less.
fn sunshine(p: vec3f) -> f32 {
    var shine = 1.0;
    var t = 0.05;
    for (var k = 0u; k < 20u; k++) {
        let room = distance_of_scene(p + t * sun);
        shine = min(shine, 12.0 * room / t);
        t += clamp(room, 0.04, 0.4);
    }
    return max(shine, 0.0);
}

// How much of the sky is seen from p: above open ground, the distance grows as fast as one goes.
fn openness(p: vec3f, normal: vec3f) -> f32 {
    var hidden = 0.0;
    var weight = 1.0;
    for (var step = 0.09; step < 0.37; step += 0.09) {
        hidden += (step - distance_of_scene(p + step * normal)) * weight;
        weight *= 0.75;
    }
    return clamp(1.0 - 1.1 * hidden, 0.0, 1.0);
}

// The light that comes against d from the surface next to p: sun and sky, matt and with a highlight.
fn shade(near: vec3f, d: vec3f) -> vec3f {
    let seen = surface(near);
    let p = near - seen.distance * seen.normal;  // onto the surface, wherever close to it the ray was stopped
    let shine = sunshine(p);
    let matt = max(dot(seen.normal, sun), 0.0) * shine;
    let sky = openness(p, seen.normal) * (0.6 + 0.4 * seen.normal.y);
    let half = sun - d;
    var glossy = max(dot(seen.normal, half) / sqrt(dot(half, half)), 0.0);
    for (var k = 0u; k < 5u; k++) {
        glossy *= glossy;  // to the power of 32
    }
    return seen.albedo * (matt * sunlight + sky * skylight) + 0.35 * glossy * shine * sunlight;
}

// The sky's light: pale where it meets the ground, deep above.
fn background(d: vec3f) -> vec3f {
    return vec3f(0.82, 0.84, 0.86) - clamp(0.5 + 0.5 * d.y, 0.0, 1.0) * vec3f(0.7, 0.5, 0.2);
}

// Write the pixel that a ray of direction d is for, which has come as far as t.
fn paint(pixel: u32, d: vec3f, t: f32, hit: bool) {
    var colour = background(d);
    if (hit) {
        colour = shade(camera[0].xyz + t * d, d);
    }
    result[3u * pixel] = colour.x;
    result[3u * pixel + 1u] = colour.y;
    result[3u * pixel + 2u] = colour.z;
}
