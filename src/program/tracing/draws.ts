import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import type { Recorder } from './recorder.ts';
import { captureSite, describeSite } from './site.ts';

/**
 * What the numbers of a draw are before code moves, stretches and rounds them: on [0, 1), standard normal, that within
 * ±2, or of a gamma distribution of scale 1.
 */
export type DrawLaw = 'uniform' | 'normal' | 'truncated-normal' | 'gamma';

/** A draw of traced code: an input of the program. */
export interface Draw {
  readonly name: string;
  readonly law: DrawLaw;
  readonly shape: readonly number[];
  /** Shape α of a gamma distribution. */
  readonly concentration?: number;
}

type Law = Pick<Draw, 'law' | 'concentration'>;

/** Functions of TensorFlow.js whose draws come in as inputs, as its engine calls their scopes. */
const comingIn = new Set(['randomGamma__op', 'randomNormal__op', 'randomUniform__op', 'truncatedNormal__op']);

/** Those whose draws do not. */
const frozen = new Set(['multinomial__op', 'rand__op']);

interface Scopes {
  startScope?: (name?: string) => void;
  endScope?: (result?: unknown) => void;
}

/** A generator of TensorFlow.js, `UniformRandom`, `MPRandGauss` or `RandGamma`, as far as it is looked at here. */
interface Generator {
  readonly min?: unknown;
  readonly range?: unknown;
  readonly mean?: unknown;
  readonly stdDev?: unknown;
  readonly truncated?: unknown;
  readonly alpha?: unknown;
  readonly beta?: unknown;
}

const refused = (expected: string, got = 'a draw'): AssayError =>
  new AssayError(
    'program',
    `Cannot draw random numbers while tracing: expected ${expected}, got ${got} at ${describeSite(captureSite())}`,
  );

const OUTSIDE = 'draws in the forward pass and the loss of training alone';
const COVERED =
  'numbers of tf.randomUniform, tf.randomNormal, tf.truncatedNormal (float32 or int32), tf.randomUniformInt, tf.randomGamma (float32) or tf.dropout';

/** The law of a generator's numbers, and what is added to and multiplied with them. */
function lawOf(generator: Generator): readonly [law: Law, shift: number, scale: number] {
  const numbers = (what: string, ...values: readonly unknown[]): readonly number[] => {
    if (values.every((value) => typeof value === 'number' && Number.isFinite(value)))
      return values as readonly number[];
    throw refused(COVERED, `${what} that are no numbers`);
  };
  if ('alpha' in generator) {
    const [concentration, rate] = numbers('alpha and beta', generator.alpha, generator.beta) as [
      number,
      number,
    ];
    if (!(concentration > 0)) throw refused('an alpha above 0', `tf.randomGamma of alpha ${concentration}`);
    // The generator holds 1 / beta, and divides by it.
    return [{ law: 'gamma', concentration }, 0, 1 / rate];
  }
  if ('stdDev' in generator) {
    const [mean, deviation] = numbers('mean and deviation', generator.mean, generator.stdDev) as [
      number,
      number,
    ];
    return [{ law: generator.truncated === true ? 'truncated-normal' : 'normal' }, mean, deviation];
  }
  const [low, range] = numbers('bounds', generator.min, generator.range) as [number, number];
  return [{ law: 'uniform' }, low, range];
}

/** Up to here single precision has every whole number. */
const MOST_WHOLE = 2 ** 24;

/**
 * Whole numbers as TensorFlow.js makes them: what is uniform is cut off towards 0 (so 0 comes twice as often between
 * bounds on either side of it), what is normal is rounded.
 */
function whole({ law }: Law, drawn: tf.Tensor, shift: number, scale: number): tf.Tensor {
  if (law === 'gamma') throw refused(COVERED, 'int32 numbers of tf.randomGamma');
  if (law !== 'uniform') return tf.cast(tf.floor(tf.add(tf.mul(drawn, scale), shift + 0.5)), 'int32');
  const bounds = [shift, shift + scale];
  if (!bounds.every((bound) => Number.isInteger(bound) && Math.abs(bound) <= MOST_WHOLE))
    throw refused(
      `int32 numbers between whole bounds of at most ${MOST_WHOLE}`,
      `bounds ${bounds.join(' and ')}`,
    );
  // In steps that single precision takes exactly: low + range · u may round to the bound that is left out.
  const stretched = tf.mul(drawn, scale);
  const below = tf.add(tf.floor(stretched), shift);
  if (shift >= 0) return tf.cast(below, 'int32');
  const cut = tf.logicalAnd(tf.less(below, 0), tf.greater(stretched, tf.floor(stretched)));
  return tf.cast(tf.add(below, tf.cast(cut, 'float32')), 'int32');
}

const wordsOf = ({ law, concentration, shape }: Omit<Draw, 'name'>): string =>
  `${law}${concentration === undefined ? '' : ` of ${concentration}`} [${shape}]`;

/** Fields in which generators of TensorFlow.js keep where their numbers come from; no other class has them. */
const generatorFields = ['random', 'randu'] as const;
type GeneratorField = (typeof generatorFields)[number];

/**
 * The draws of one trace. While TensorFlow.js draws, its generator is looked at: it says what is drawn, and its
 * numbers, which would be frozen into the program (one mask for a whole run), are replaced by an input.
 */
export class Draws {
  /** In the order in which they were made first. */
  readonly made: Draw[] = [];
  readonly #inputs = new Map<string, tf.Tensor>();
  #group: { readonly prefix: string; count: number } | undefined;
  /** The function of TensorFlow.js that draws now. */
  #drawing: { generator?: Generator } | undefined;

  /**
   * Runs `body` with draws allowed; they are called `<prefix>/0`, `<prefix>/1` … in the order in which it makes them.
   */
  within<Result>(prefix: string, body: () => Result): Result {
    const before = this.#group;
    this.#group = { prefix, count: 0 };
    try {
      return body();
    } finally {
      this.#group = before;
    }
  }

  /** A function of TensorFlow.js is about to draw. @throws AssayError `program` where none may, or it is not covered */
  begin(name: string): void {
    if (this.#group === undefined) throw refused(OUTSIDE);
    if (frozen.has(name)) throw refused(COVERED, `a draw of tf.${name.replace('__op', '')}`);
    this.#drawing = {};
  }

  end(): void {
    this.#drawing = undefined;
  }

  /** What TensorFlow.js seeds a generator of its own with: nothing that is kept. */
  seed(): number {
    if (this.#drawing === undefined) throw refused(OUTSIDE, 'a call of Math.random');
    return 0.5;
  }

  /**
   * What a generator draws instead: numbers that no law turns down, while it is noted.
   *
   * @param field that the generator keeps its source in; one of gamma numbers has a normal one inside, and asks its own
   * last
   */
  standIn(field: GeneratorField): (this: Generator) => number {
    const note = (generator: Generator): void => {
      if (this.#drawing !== undefined) this.#drawing.generator = generator;
    };
    let turn = 0;
    return function (this: Generator) {
      note(this);
      turn = 1 - turn;
      if (field === 'randu') return 0.25;
      return turn === 1 ? 0.75 : 0.7;
    };
  }

  /** The tensor that stands for what is drawn now; undefined where nothing is. */
  tensor(recorder: Recorder, shape: readonly number[], dtype: string): tf.Tensor | undefined {
    const generator = this.#drawing?.generator;
    if (generator === undefined) return undefined;
    if (dtype !== 'float32' && dtype !== 'int32') throw refused(COVERED, `${dtype} numbers`);
    this.#drawing = undefined;
    const [law, shift, scale] = lawOf(generator);
    const drawn = this.#input(recorder, law, shape);
    if (dtype === 'int32') return whole(law, drawn, shift, scale);
    const stretched = scale === 1 ? drawn : tf.mul(drawn, scale);
    return shift === 0 ? stretched : tf.add(stretched, shift);
  }

  /** The input for the next place. Code that is run again on the same group finds the draws that it made before. */
  #input(recorder: Recorder, law: Law, shape: readonly number[]): tf.Tensor {
    const group = this.#group!;
    const name = `${group.prefix}/${group.count++}`;
    const known = this.made.find((draw) => draw.name === name);
    if (known === undefined) {
      this.made.push({ name, ...law, shape: [...shape] });
      this.#inputs.set(name, recorder.addInput(name, { shape, dtype: 'float32' }));
    } else if (wordsOf(known) !== wordsOf({ ...law, shape }))
      throw refused(`the same draws of the same mini-batch (${wordsOf(known)})`, wordsOf({ ...law, shape }));
    return this.#inputs.get(name)!;
  }
}

/**
 * Runs `body` with every draw of TensorFlow.js noted by `draws`: those that it does not allow are refused with their
 * place.
 */
export function withDraws<Result>(draws: Draws, body: () => Result): Result {
  const engine = tf.engine() as unknown as Required<Scopes>;
  const [random, startScope, endScope] = [
    Math.random,
    engine.startScope.bind(engine),
    engine.endScope.bind(engine),
  ];
  const open: boolean[] = [];
  Math.random = () => draws.seed();
  engine.startScope = (name = '') => {
    const opens = comingIn.has(name) || frozen.has(name);
    if (opens) {
      draws.begin(name);
      noteGenerators(draws);
    }
    open.push(opens);
    startScope(name);
  };
  engine.endScope = (result) => {
    if (open.pop() === true) {
      draws.end();
      forgetGenerators();
    }
    endScope(result);
  };
  try {
    return body();
  } finally {
    forgetGenerators();
    Math.random = random;
    // The methods belong to the class: taking our own properties away uncovers them.
    delete (engine as Scopes).startScope;
    delete (engine as Scopes).endScope;
  }
}

/**
 * TensorFlow.js gives nobody its generators, but each assigns a field that no class has (`random`, or `randu` where
 * numbers are of a gamma distribution): while one of its functions draws, and no longer, the assignment is caught where
 * every object looks last.
 */
function noteGenerators(draws: Draws): void {
  for (const field of generatorFields)
    Object.defineProperty(Object.prototype, field, {
      configurable: true,
      set(this: object) {
        Object.defineProperty(this, field, {
          value: draws.standIn(field),
          configurable: true,
          enumerable: true,
          writable: true,
        });
      },
    });
}

const forgetGenerators = (): void => {
  for (const field of generatorFields)
    delete (Object.prototype as Partial<Record<GeneratorField, unknown>>)[field];
};
