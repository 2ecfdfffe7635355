// A trainer that assay knows nothing of: SGD on a noisy bowl of 20 dimensions, in plain JavaScript.

/** Numbers uniform in [0, 1) (mulberry32). */
function* uniform(seed) {
  for (let state = seed; ;) {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    yield ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** The loss ½ ‖x‖² after 500 steps. One seed has the same start and noise whatever the other options are. */
export function finalLoss({ seed, rate, momentum = 0 }) {
  const noise = uniform(seed);
  let x = Array.from({ length: 20 }, () => noise.next().value - 0.5);
  let velocity = x.map(() => 0);
  for (let step = 0; step < 500; step++) {
    velocity = velocity.map((v, i) => momentum * v + x[i] + noise.next().value - 0.5);
    x = x.map((value, i) => value - rate * velocity[i]);
  }
  return x.reduce((sum, value) => sum + value ** 2 / 2, 0);
}
