import type * as tf from '@tensorflow/tfjs';
import { trace } from '../../src/program/index.ts';
import type { ValueType } from '../../src/program/types.ts';
import { type Random, stream } from '../../src/random/index.ts';
import { apply, type Extra, type Input, type Recipe, type Step } from './recipe.ts';

/** Values larger than these are not drawn further from. */
const LARGEST = 96;

/** A recipe under way: the values so far, and what may be done with them. */
class Draft {
  readonly random: Random;
  readonly values: tf.Tensor[];
  readonly steps: Step[] = [];
  /** Derivatives of numbers around 1e30 are sums of such that cancel. */
  readonly mayBeExtreme: boolean;

  constructor(random: Random, inputs: readonly tf.Tensor[], mayBeExtreme: boolean) {
    this.mayBeExtreme = mayBeExtreme;
    this.random = random;
    this.values = [...inputs];
  }

  pick<T>(list: readonly T[]): T {
    return list[this.random.integer(list.length)]!;
  }

  chance(one: number): boolean {
    return this.random.integer(one) === 0;
  }

  /** A value that satisfies a condition, later ones more often. @throws RangeError where none does */
  any(condition: (x: tf.Tensor) => boolean = () => true): number {
    const fitting = this.values.flatMap((x, index) => (condition(x) ? [index] : []));
    if (fitting.length === 0) throw new RangeError('nothing fits');
    const recent = fitting.slice(-6);
    return this.pick(this.chance(3) ? fitting : recent);
  }

  float(rank?: number): number {
    return this.any((x) => x.dtype === 'float32' && (rank === undefined || x.rank === rank));
  }

  shape(index: number): readonly number[] {
    return this.values[index]!.shape;
  }

  axis(index: number): number {
    const { length } = this.shape(index);
    if (length === 0) throw new RangeError('no axis');
    return this.random.integer(length);
  }

  /** Adds a step and gives the number of its value. @throws what is refused */
  emit(call: string, args: readonly number[], extra: readonly Extra[] = [], list = false): number {
    const step: Step = { call, args, extra, ...(list ? { list } : {}) };
    const value = apply(step, this.values);
    if (value.size > LARGEST) throw new RangeError('too large');
    this.steps.push(step);
    return this.values.push(value) - 1;
  }

  /** What a proposal adds, or nothing where a part of it is refused. */
  attempt(proposal: Proposal): void {
    const [values, steps] = [this.values.length, this.steps.length];
    try {
      proposal(this);
    } catch {
      this.values.length = values;
      this.steps.length = steps;
    }
  }
}

type Proposal = (draft: Draft) => unknown;

const CONSTANTS = [0, 1, -1, 0.5, 2, 0.1, -0.3, 3];
const EXTREMES = [1e-30, 1e30, -1e30, 1e-20];

const scalar = (draft: Draft): number =>
  draft.emit('scalar', [], [draft.pick(draft.mayBeExtreme && draft.chance(12) ? EXTREMES : CONSTANTS)]);

/** An operand for x: itself, another value, a scalar or a constant of its shape. */
function operand(draft: Draft, x: number): number {
  const kind = draft.random.integer(10);
  if (kind === 0) return x;
  if (kind <= 2) return scalar(draft);
  if (kind === 3) return draft.emit('fill', [], [[...draft.shape(x)], draft.pick(CONSTANTS)]);
  return draft.float();
}

const unary =
  (call: string, ...extra: readonly Extra[]): Proposal =>
  (draft) =>
    draft.emit(call, [draft.float()], extra);

const binary =
  (call: string): Proposal =>
  (draft) => {
    const x = draft.float();
    const y = operand(draft, x);
    return draft.emit(call, draft.chance(2) ? [x, y] : [y, x]);
  };

const reduction =
  (call: string, condition?: string): Proposal =>
  (draft) => {
    const x = condition === undefined ? draft.float() : draft.any(({ dtype }) => dtype === condition);
    if (draft.chance(4)) return draft.emit(call, [x]);
    const axis = draft.axis(x);
    const axes =
      draft.chance(4) && draft.shape(x).length > 1
        ? [0, 1]
        : draft.chance(4)
          ? axis - draft.shape(x).length
          : axis;
    return draft.emit(call, [x], [axes, draft.chance(2)]);
  };

/** A positive value near |x|, in which logarithms and roots are at home. */
const positive = (draft: Draft): number => {
  const x = draft.emit('abs', [draft.float()]);
  return draft.emit('add', [x, draft.emit('scalar', [], [0.3])]);
};

const comparison =
  (call: string): Proposal =>
  (draft) => {
    const x = draft.float();
    return draft.emit(call, [x, operand(draft, x)]);
  };

const shapes = (size: number): number[][] => {
  const found: number[][] = [[size]];
  for (const a of [1, 2, 3, 4]) if (size % a === 0) found.push([a, size / a], [size / a, a]);
  for (const a of [1, 2, 3]) if (size % (2 * a) === 0) found.push([a, 2, size / a / 2]);
  return found;
};

const layout: readonly Proposal[] = [
  (draft) => {
    const x = draft.any();
    return draft.emit('reshape', [x], [draft.pick(shapes(draft.values[x]!.size))]);
  },
  (draft) => {
    const x = draft.any(({ rank }) => rank > 1);
    return draft.emit('transpose', [x], [[...draft.random.permutation(draft.shape(x).length)]]);
  },
  (draft) => {
    const x = draft.float();
    return draft.emit(
      'slice',
      [x],
      [draft.shape(x).map(() => 0), draft.shape(x).map((length) => 1 + draft.random.integer(length))],
    );
  },
  (draft) => {
    const x = draft.float();
    return draft.emit('tile', [x], [draft.shape(x).map(() => 1 + draft.random.integer(2))]);
  },
  (draft) => {
    const x = draft.float();
    return draft.emit(
      'pad',
      [x],
      [draft.shape(x).map(() => [draft.random.integer(2), draft.random.integer(2)]), draft.pick(CONSTANTS)],
    );
  },
  (draft) => {
    const x = draft.float();
    return draft.emit('reverse', [x], [[draft.axis(x)]]);
  },
  (draft) => {
    const x = draft.float();
    return draft.emit('expandDims', [x], [draft.random.integer(draft.shape(x).length + 1)]);
  },
  (draft) => {
    const x = draft.float();
    const axis = draft.axis(x);
    const other = draft.any(({ rank, dtype }) => rank === draft.shape(x).length && dtype === 'float32');
    return draft.emit('concat', [x, other], [axis], true);
  },
  (draft) => {
    const x = draft.float();
    const same = draft.any(
      ({ shape, dtype }) => dtype === 'float32' && shape.join() === draft.shape(x).join(),
    );
    return draft.emit('stack', [x, same], [draft.random.integer(draft.shape(x).length + 1)], true);
  },
  (draft) => {
    const x = draft.float();
    const axis = draft.axis(x);
    const indices = draft.emit(
      'tensor1d',
      [],
      [
        Array.from({ length: 1 + draft.random.integer(3) }, () =>
          draft.random.integer(draft.shape(x)[axis]!),
        ),
        'int32',
      ],
    );
    return draft.emit('gather', [x, indices], [axis]);
  },
  (draft) => {
    const x = draft.float();
    return draft.emit('cumsum', [x], [draft.axis(x), draft.chance(2), draft.chance(2)]);
  },
];

const products: readonly Proposal[] = [
  (draft) => {
    const a = draft.any(({ rank, dtype }) => rank >= 2 && dtype === 'float32');
    const b = draft.any(({ rank, dtype }) => rank >= 2 && dtype === 'float32');
    return draft.emit('matMul', [a, b], [draft.chance(2), draft.chance(2)]);
  },
  (draft) => {
    const x = draft.float(2);
    return draft.emit(
      'matMul',
      [x, x],
      draft.pick([
        [true, false],
        [false, true],
      ]),
    );
  },
  // A dense layer.
  (draft) => {
    const x = draft.any(({ rank, dtype }) => (rank === 2 || rank === 3) && dtype === 'float32');
    const w = draft.float(2);
    const product = draft.emit('matMul', [x, w]);
    const biased = draft.emit('add', [product, draft.chance(2) ? draft.float(1) : scalar(draft)]);
    return draft.emit(draft.pick(['relu', 'tanh', 'sigmoid', 'elu']), [biased]);
  },
  (draft) => {
    const turned = draft.emit('transpose', [draft.float(2)]);
    const other = draft.emit(draft.pick(['exp', 'tanh', 'neg']), [turned]);
    const sum = draft.emit('add', [turned, other]);
    return draft.emit('add', [draft.emit('matMul', [sum, other]), scalar(draft)]);
  },
];

const images: readonly Proposal[] = [
  (draft) => {
    const x = draft.float(4);
    const channels = draft.shape(x)[3]!;
    const [height, width, out] = [1, 2, 3].map(() => 1 + draft.random.integer(2)) as [number, number, number];
    const size = height * width * channels * out;
    const filter = draft.emit(
      'tensor4d',
      [],
      [Array.from({ length: size }, (_, i) => Math.fround(Math.sin(i + 1))), [height, width, channels, out]],
    );
    const y = draft.emit('conv2d', [x, filter], [1 + draft.random.integer(2), draft.pick(['same', 'valid'])]);
    if (draft.chance(2)) return y;
    const biased = draft.emit('add', [y, draft.float(1)]);
    return draft.emit('relu', [biased]);
  },
  (draft) => {
    const x = draft.float(4);
    const [window, stride] = [1 + draft.random.integer(2), 1 + draft.random.integer(2)];
    return draft.emit(
      draft.pick(['maxPool', 'avgPool']),
      [x],
      [window, stride, draft.pick(['same', 'valid'])],
    );
  },
  (draft) => {
    const x = draft.any(({ size, dtype }) => size % 4 === 0 && dtype === 'float32');
    const { size } = draft.values[x]!;
    return draft.emit('reshape', [x], [[size / 4, 2, 2, 1]]);
  },
];

/** Soft-max and its kin in every spelling, with axes and shapes that need not fit. */
const softmaxes: readonly Proposal[] = [
  (draft) =>
    draft.emit(draft.pick(['softmax', 'logSoftmax']), [
      draft.any(({ rank, dtype }) => rank > 0 && dtype === 'float32'),
    ]),
  (draft) => {
    const x = draft.float();
    const sum = draft.emit('logSumExp', [x], [draft.axis(x), draft.chance(2)]);
    return draft.chance(2) ? draft.emit('sub', [x, sum]) : sum;
  },
  (draft) => {
    const x = draft.any(({ rank, dtype }) => rank > 0 && dtype === 'float32');
    const axis = draft.axis(x);
    const other = draft.chance(4) ? draft.axis(x) : axis;
    const max = draft.emit('max', [x], draft.chance(8) ? [] : [axis, !draft.chance(3)]);
    const shift = draft.emit('sub', [x, max]);
    const exp = draft.emit('exp', [shift]);
    const sum = draft.emit('sum', [exp], [other, !draft.chance(3)]);
    const kind = draft.random.integer(5);
    if (kind === 0) return draft.emit('div', [exp, sum]);
    const log = draft.emit('log', [sum]);
    if (kind === 1)
      return draft.emit('sub', [draft.chance(4) ? draft.emit('sub', [x, draft.float()]) : shift, log]);
    const back = draft.emit('add', draft.chance(2) ? [log, max] : [max, log]);
    if (kind === 2) return draft.emit('sub', [x, back]);
    return kind === 3 ? draft.emit('mul', [draft.emit('div', [scalar(draft), sum]), exp]) : back;
  },
  // Cross-entropy, of labels that need not be classes.
  (draft) => {
    const x = draft.float(2);
    const [rows, classes] = draft.shape(x) as [number, number];
    const labels = draft.emit(
      'tensor1d',
      [],
      [
        Array.from({ length: rows }, () => draft.random.integer(classes + 1) - (draft.chance(4) ? 1 : 0)),
        'int32',
      ],
    );
    const marks = draft.emit(
      'oneHot',
      [
        draft.chance(2)
          ? labels
          : draft.any(({ rank, shape, dtype }) => rank === 1 && shape[0] === rows && dtype === 'int32'),
      ],
      [classes],
    );
    const chosen = draft.emit('mul', [
      draft.emit('cast', [marks], ['float32']),
      draft.emit('logSoftmax', [x]),
    ]);
    const loss = draft.emit('neg', [draft.emit('mean', [draft.emit('sum', [chosen], [1])])]);
    return draft.chance(3) ? draft.emit('square', [loss]) : loss;
  },
];

const others: readonly Proposal[] = [
  // Normalization over an axis.
  (draft) => {
    const x = draft.any(({ rank, dtype }) => rank > 0 && dtype === 'float32');
    const axis = draft.axis(x);
    const centred = draft.emit('sub', [x, draft.emit('mean', [x], [axis, true])]);
    const variance = draft.emit('mean', [draft.emit('square', [centred])], [axis, true]);
    const scale = draft.emit('rsqrt', [draft.emit('add', [variance, draft.emit('scalar', [], [0.1])])]);
    return draft.emit('mul', [centred, scale]);
  },
  // Clipping by the norm.
  (draft) => {
    const x = draft.float();
    const norm = draft.emit('sqrt', [draft.emit('sum', [draft.emit('square', [x])])]);
    return draft.emit('div', [x, draft.emit('maximum', [norm, draft.emit('scalar', [], [1])])]);
  },
  (draft) => {
    const [t, e] = [draft.float(), draft.float()];
    return draft.emit('where', [draft.any(({ dtype }) => dtype === 'bool'), t, e]);
  },
  (draft) => draft.emit('cast', [draft.any()], [draft.pick(['float32', 'int32', 'bool'])]),
  (draft) =>
    draft.emit(
      'oneHot',
      [draft.any(({ dtype, rank }) => dtype === 'int32' && rank < 3)],
      [2 + draft.random.integer(2)],
    ),
  (draft) =>
    draft.emit(
      'sum',
      [
        draft.emit(
          'cast',
          [draft.emit('oneHot', [draft.any(({ dtype }) => dtype === 'int32')], [3])],
          ['float32'],
        ),
      ],
      [-1],
    ),
  (draft) => {
    const x = draft.any(({ rank, dtype }) => rank > 0 && dtype === 'float32');
    const ids = draft.emit(
      'tensor1d',
      [],
      [Array.from({ length: draft.shape(x)[0]! }, () => draft.random.integer(3)), 'int32'],
    );
    return draft.emit('unsortedSegmentSum', [x, ids], [3]);
  },
  (draft) =>
    draft.emit(draft.pick(['add', 'sub', 'mul', 'maximum', 'floorDiv', 'mod']), [
      draft.any(({ dtype }) => dtype === 'int32'),
      draft.any(({ dtype }) => dtype === 'int32'),
    ]),
  (draft) => draft.emit('prelu', [draft.float(), draft.float()]),
  (draft) =>
    draft.emit(
      'addN',
      [draft.float(), draft.float()].map((x, _, [first]) =>
        draft.shape(x).join() === draft.shape(first!).join() ? x : first!,
      ),
      [],
      true,
    ),
  (draft) =>
    draft.emit('pow', [positive(draft), draft.emit('scalar', [], [draft.pick([0, 0.5, 1, 2, 3, -1, 1.5])])]),
  (draft) => draft.emit('div', [draft.float(), positive(draft)]),
  (draft) =>
    draft.emit(draft.pick(['log', 'sqrt', 'rsqrt', 'reciprocal', 'log1p', 'acosh']), [positive(draft)]),
  (draft) => draft.emit('clipByValue', [draft.float()], [-0.7, 0.9]),
  (draft) => draft.emit('leakyRelu', [draft.float()], [0.2]),
  (draft) => draft.emit('step', [draft.float()], [draft.pick([0, 0.25])]),
];

const unaries = [
  'abs',
  'neg',
  'tanh',
  'sigmoid',
  'relu',
  'square',
  'exp',
  'softplus',
  'sin',
  'cos',
  'elu',
  'selu',
  'relu6',
  'erf',
  'expm1',
  'atan',
  'asinh',
  'sign',
  'floor',
  'round',
  'clone',
  'zerosLike',
  'onesLike',
];

const proposals: readonly (readonly Proposal[])[] = [
  unaries.map((call) => unary(call)),
  ['add', 'sub', 'mul', 'maximum', 'minimum', 'squaredDifference', 'mul', 'add', 'sub'].map(binary),
  ['sum', 'mean', 'max', 'min', 'prod', 'sum', 'mean']
    .map((call) => reduction(call))
    .concat(reduction('all', 'bool'), reduction('any', 'bool')),
  ['greater', 'less', 'equal', 'greaterEqual', 'notEqual'].map(comparison).concat((draft) => {
    const x = draft.float();
    return draft.emit(draft.pick(['argMax', 'argMin']), [x], [draft.axis(x)]);
  }),
  layout,
  products,
  images,
  softmaxes,
  others,
];

const drawInput = (random: Random, lengths: readonly number[]): Input => {
  const kind = random.integer(12);
  const dtype = kind === 0 ? 'int32' : kind === 1 ? 'bool' : 'float32';
  const rank = [0, 1, 1, 2, 2, 2, 3, 4][random.integer(8)]!;
  return { shape: Array.from({ length: rank }, () => lengths[random.integer(lengths.length)]!), dtype };
};

/** Kinds of recipes: straight ones, with derivatives, and loops. */
export type Kind = 'forward' | 'derivatives' | 'loop';

/**
 * The recipe of a seed: a few inputs whose axes are often equally long, and some ten steps, of which later ones rather
 * take what the last ones made.
 */
export function drawRecipe(seed: number, kind: Kind): Recipe {
  const random = stream(String(seed), 'data', 'fuzz', kind);
  const lengths = Array.from({ length: 2 }, () => 1 + random.integer(3));
  const inputs = Array.from({ length: 2 + random.integer(3) }, () => drawInput(random, lengths));
  if (!inputs.some(({ dtype }) => dtype === 'float32')) inputs.push({ shape: [2, 2], dtype: 'float32' });
  const types = Object.fromEntries(inputs.map((input, index): [string, ValueType] => [`x${index}`, input]));
  let recipe: Recipe | undefined;
  trace('draw', types, (tensors: Record<string, tf.Tensor>) => {
    const draft = new Draft(
      random,
      inputs.map((_, index) => tensors[`x${index}`]!),
      kind !== 'derivatives',
    );
    const wanted = 5 + random.integer(12);
    for (let i = 0; i < 3 * wanted && draft.steps.length < wanted; i++)
      draft.attempt(draft.pick(draft.pick(proposals)));
    recipe = finished(draft, { seed, inputs, kind });
    return {};
  });
  return recipe!;
}

function finished(
  draft: Draft,
  { seed, inputs, kind }: { seed: number; inputs: readonly Input[]; kind: Kind },
): Recipe {
  const { random, steps, values } = draft;
  if (steps.length === 0) draft.emit('tanh', [draft.float()]);
  // What nobody uses, and one value that others use as well.
  const used = new Set(steps.flatMap(({ args }) => args));
  const leaves = values
    .map((_, index) => index)
    .filter((index) => index >= inputs.length && !used.has(index));
  const outputs = [...new Set([...leaves.slice(-4), inputs.length + random.integer(steps.length)])];
  if (kind !== 'loop') {
    if (kind === 'derivatives' && !outputs.some((index) => values[index]!.dtype === 'float32'))
      outputs.push(draft.float());
    return { seed, inputs, steps, outputs, derivatives: kind === 'derivatives' };
  }
  const carried = inputs.flatMap(({ shape, dtype }, input): [number, number][] => {
    const fitting = values.flatMap((value, index) =>
      index >= inputs.length && value.dtype === dtype && value.shape.join() === shape.join() ? [index] : [],
    );
    return fitting.length > 0 && !draft.chance(3) ? [[input, draft.pick(fitting)]] : [];
  });
  const free = inputs.map((_, index) => index).filter((index) => !carried.some(([input]) => input === index));
  const scanned = free.filter(() => draft.chance(2));
  if (scanned.length > 0)
    return {
      seed,
      inputs,
      steps,
      outputs,
      derivatives: false,
      loop: { steps: 1 + random.integer(4), carried, scanned },
    };
  // A loop needs something that tells its number of steps.
  const more = [...inputs, { shape: [], dtype: 'float32' } as const];
  const moved = (index: number): number => (index < inputs.length ? index : index + 1);
  return {
    seed,
    inputs: more,
    steps: steps.map((step) => ({ ...step, args: step.args.map(moved) })),
    outputs: outputs.map(moved),
    derivatives: false,
    loop: {
      steps: 1 + random.integer(4),
      carried: carried.map(([input, value]) => [input, moved(value)] as const),
      scanned: [inputs.length],
    },
  };
}
