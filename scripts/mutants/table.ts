/** A change of one source file: what stands there, and what takes its place. */
export interface Edit {
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Every place where it stands, rather than the only one. */
  readonly all?: true;
}

/** A bug, or a refactoring that keeps the mathematics, planted into a copy of the project. */
export interface Mutant {
  readonly name: string;
  /** An optimizer of `targets/` that it concerns. */
  readonly target: 'heavy-ball' | 'adam' | 'adamw' | 'clipped';
  /** `bug`: must be caught at `--at-least rounding`; `refactoring`: must be at least the same bytes. */
  readonly kind: 'bug' | 'refactoring';
  readonly edits: readonly [Edit, ...Edit[]];
}

const edit = (file: string, find: string, replace: string): Edit => ({ file: `src/${file}`, find, replace });
const bug = (target: Mutant['target'], name: string, ...edits: readonly [Edit, ...Edit[]]): Mutant => ({
  name,
  target,
  kind: 'bug',
  edits,
});
const refactoring = (
  target: Mutant['target'],
  name: string,
  ...edits: readonly [Edit, ...Edit[]]
): Mutant => ({ name, target, kind: 'refactoring', edits });

const heavyBall = 'optimizers/kinds/heavy-ball.ts';
const adam = 'optimizers/kinds/adam.ts';
const heavyBallStep = 'tf.mul(hyperparameters.learningRate, velocity[name]!)';
const freshGradient = 'dampening === 0 ? gradient : tf.mul(1 - dampening, gradient)';
const heavyBallState = "state: packSlot('velocity', velocity)";

/** All that is planted: in optimizers, in what wraps them, and in the harness that trains them. */
export const mutants: readonly Mutant[] = [
  ...[1.1, 1.01].map((factor) =>
    bug(
      'heavy-ball',
      `heavy ball: learning rate × ${factor}`,
      edit(
        heavyBall,
        heavyBallStep,
        `tf.mul(tf.mul(hyperparameters.learningRate, ${factor}), velocity[name]!)`,
      ),
    ),
  ),
  bug('heavy-ball', 'heavy ball: dampening 0.9', edit(heavyBall, freshGradient, 'tf.mul(1 - 0.9, gradient)')),
  bug(
    'heavy-ball',
    'heavy ball: momentum × 1.01',
    edit(heavyBall, 'hyperparameters.momentum ?? options.momentum', '1.01 * options.momentum'),
  ),
  bug(
    'heavy-ball',
    "heavy ball: Nesterov's step",
    edit(
      heavyBall,
      heavyBallStep,
      'tf.mul(hyperparameters.learningRate, tf.add(gradients[name]!, tf.mul(hyperparameters.momentum ?? options.momentum, velocity[name]!)))',
    ),
  ),
  bug(
    'heavy-ball',
    'heavy ball: stale gradient (velocity of the step before)',
    edit(heavyBall, heavyBallStep, 'tf.mul(hyperparameters.learningRate, state[`velocity/${name}`]!)'),
  ),
  bug(
    'heavy-ball',
    'heavy ball: learning rate inside the velocity',
    edit(heavyBall, freshGradient, 'tf.mul(hyperparameters.learningRate, gradient)'),
    edit(heavyBall, heavyBallStep, 'velocity[name]!'),
  ),
  bug(
    'heavy-ball',
    'heavy ball: velocity rounded to the 11 bits of float16',
    edit(
      heavyBall,
      heavyBallState,
      "state: packSlot('velocity', eachParameter(velocity, (_, v) => { const wide = tf.mul(v, 8193); return tf.sub(wide, tf.sub(wide, v)); }))",
    ),
  ),
  bug(
    'heavy-ball',
    'heavy ball: velocity forgotten at every step',
    edit(heavyBall, heavyBallState, "state: zeroSlot('velocity', parameters)"),
  ),
  bug(
    'adam',
    'Adam: no bias correction',
    edit(adam, 'const root = tf.sqrt(secondCorrection);', 'const root = tf.scalar(1);'),
    edit(adam, 'tf.div(tf.mul(learningRate, root), firstCorrection)', 'learningRate'),
  ),
  bug(
    'adam',
    'Adam: ε inside the root',
    edit(
      adam,
      'tf.add(tf.sqrt(largest[name]!), floor)',
      'tf.sqrt(tf.add(largest[name]!, tf.mul(secondCorrection, epsilon)))',
    ),
  ),
  bug(
    'adam',
    'Adam: β1 and β2 swapped',
    edit(
      adam,
      'const { beta1, beta2, epsilon, amsgrad } = options;',
      'const { beta1: beta2, beta2: beta1, epsilon, amsgrad } = options;',
    ),
  ),
  bug(
    'adam',
    'Adam: step counter off by one',
    edit(adam, 'firstCorrection: tf.scalar(0)', 'firstCorrection: tf.scalar(1 - beta1)'),
    edit(adam, 'secondCorrection: tf.scalar(0)', 'secondCorrection: tf.scalar(1 - beta2)'),
  ),
  bug(
    'adam',
    'Adam: second moment of the gradient’s size, not its square',
    edit(adam, 'tf.square(gradient)', 'tf.abs(gradient)'),
  ),
  bug(
    'adamw',
    'AdamW: coupled for decoupled weight decay',
    edit(
      'optimizers/build.ts',
      "withWeightDecay(adam({ ...options, amsgrad: false }), { kind: 'decoupled', rate })",
      "withWeightDecay(adam({ ...options, amsgrad: false }), { kind: 'coupled', rate })",
    ),
  ),
  bug(
    'adamw',
    'AdamW: decay not multiplied by the learning rate',
    edit(
      'optimizers/wrappers/weight-decay.ts',
      'tf.sub(1, tf.mul(input.hyperparameters.learningRate, rate))',
      'tf.scalar(1 - rate)',
    ),
  ),
  bug(
    'clipped',
    'weight decay: decoupled for coupled',
    edit(
      'optimizers/build.ts',
      'withWeightDecay(plain, spec.weightDecay)',
      "withWeightDecay(plain, { ...spec.weightDecay, kind: 'decoupled' })",
    ),
  ),
  bug(
    'clipped',
    'clipping: each tensor by its own norm, for the global norm',
    edit(
      'optimizers/wrappers/clipping.ts',
      'return eachParameter(gradients, (_, gradient) => tf.mul(gradient, factor));',
      'return norm && factor && eachParameter(gradients, (_, gradient) => tf.mul(gradient, shrink(tf.sqrt(squaredNorm(gradient)), limit)));',
    ),
  ),
  bug(
    'clipped',
    'clipping: after weight decay, not before',
    edit(
      'optimizers/build.ts',
      "'weightDecay' in spec && spec.weightDecay ? withWeightDecay(plain, spec.weightDecay) : plain",
      "'clip' in spec && spec.clip ? withClipping(plain, spec.clip) : plain",
    ),
    edit(
      'optimizers/build.ts',
      "'clip' in spec && spec.clip ? withClipping(decayed, spec.clip) : decayed",
      "'weightDecay' in spec && spec.weightDecay ? withWeightDecay(decayed, spec.weightDecay) : decayed",
    ),
  ),
  bug('heavy-ball', 'harness: loss summed, not averaged', edit('models/losses.ts', '-1 / batch', '-1')),
  bug(
    'heavy-ball',
    'harness: sampling with replacement where epochs are promised',
    edit(
      'samplers/index.ts',
      "'epoch-shuffle': epochShuffle,",
      "'epoch-shuffle': { ...epochShuffle, open: iid.open },",
    ),
  ),
  bug(
    'heavy-ball',
    'harness: the same shuffle in every epoch',
    edit('samplers/kinds/epoch-shuffle.ts', 'open(epoch).permutation', 'open(0).permutation'),
  ),
  bug(
    'heavy-ball',
    'harness: schedule off by one step',
    edit(
      'plan/step-layout.ts',
      'const values = { positions };',
      'const values = { positions: positions.map((_, step) => positions[Math.max(0, step - 1)]!) };',
    ),
  ),
  bug(
    'heavy-ball',
    'harness: last partial mini-batch dropped',
    edit(
      'plan/step-layout.ts',
      '    sizes.push(taken);',
      '    if (taken < due) {\n      seen += taken;\n      continue;\n    }\n    sizes.push(taken);',
    ),
  ),
  bug(
    'heavy-ball',
    'harness: state of the optimizer lost at each resume (after an evaluation)',
    edit(
      'train/train-group.ts',
      'carried = next;',
      "carried = { ...next, ...Object.fromEntries(Object.entries(await group.start()).filter(([name]) => name.startsWith('state/'))) };",
    ),
  ),
  bug(
    'heavy-ball',
    'harness: gradient noise not scaled by the batch size',
    edit('train/gaussian-noise.ts', '1 / Math.sqrt(batchSize)', '1 + 0 * batchSize'),
  ),
  bug(
    'heavy-ball',
    'harness: every seed starts from the same net',
    edit(
      'train/run-state.ts',
      'initialTensors(job.parameters, job.seed)',
      "initialTensors(job.parameters, '0')",
    ),
  ),
  refactoring(
    'heavy-ball',
    'heavy ball: factors in another order, a negation added',
    edit(
      heavyBall,
      'tf.mul(momentum, state[`velocity/${name}`]!)',
      'tf.mul(state[`velocity/${name}`]!, momentum)',
    ),
    edit(heavyBall, `tf.sub(parameter, ${heavyBallStep})`, `tf.add(parameter, tf.neg(${heavyBallStep}))`),
  ),
  refactoring('heavy-ball', 'heavy ball: another name for the state', {
    ...edit(heavyBall, 'velocity', 'buffer'),
    all: true,
  }),
  refactoring('adam', 'Adam: g · g for g²', edit(adam, 'tf.square(gradient)', 'tf.mul(gradient, gradient)')),
  refactoring(
    'adam',
    'Adam: a tensor that nobody uses, and names of its own',
    edit(
      adam,
      'const root = tf.sqrt(secondCorrection);',
      'const root = tf.sqrt(secondCorrection);\n      tf.mul(root, 2);',
    ),
    { ...edit(adam, 'direction', 'towards'), all: true },
  ),
  refactoring(
    'heavy-ball',
    'optimizers: parameters visited by a loop',
    edit(
      'optimizers/slots.ts',
      'return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, rule(name, tensor)]));',
      'const made: NamedTensors = {};\n  for (const name of Object.keys(tensors)) made[name] = rule(name, tensors[name]!);\n  return made;',
    ),
  ),
  refactoring(
    'heavy-ball',
    'harness: training cut into shorter calls',
    edit('train/segments.ts', 'const STEPS_PER_CALL = 4_096;', 'const STEPS_PER_CALL = 7;'),
  ),
  refactoring(
    'heavy-ball',
    'harness: the order of an epoch copied entry by entry',
    edit(
      'samplers/kinds/epoch-shuffle.ts',
      'target.set(order.subarray(used, used + size), offset);',
      'for (let i = 0; i < size; i++) target[offset + i] = order[used + i]!;',
    ),
  ),
];
