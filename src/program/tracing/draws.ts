import * as tf from '@tensorflow/tfjs';
import { AssayError } from '../../errors.ts';
import type { Recorder } from './recorder.ts';
import { captureSite, describeSite } from './site.ts';

/**
 * What the numbers of a draw are before code moves and stretches them: on [0, 1), standard normal, or that within ±2.
 */
export type DrawLaw = 'uniform' | 'normal' | 'truncated-normal';

/** A draw of traced code: an input of the program. */
export interface Draw {
  readonly name: string;
  readonly law: DrawLaw;
  readonly shape: readonly number[];
}

/** Functions of TensorFlow.js whose draws come in as inputs, as its engine calls their scopes. */
const comingIn = new Set(['randomNormal__op', 'randomUniform__op', 'truncatedNormal__op']);

/** Those whose draws do not. */
const frozen = new Set(['multinomial__op', 'rand__op', 'randomGamma__op', 'randomUniformInt__op']);

interface Scopes {
  startScope?: (name?: string) => void;
  endScope?: (result?: unknown) => void;
}

/** A generator of TensorFlow.js, `UniformRandom` or `MPRandGauss`, as far as it is looked at here. */
interface Generator {
  readonly min?: unknown;
  readonly range?: unknown;
  readonly mean?: unknown;
  readonly stdDev?: unknown;
  readonly truncated?: unknown;
}

const refused = (expected: string, got = 'a draw'): AssayError =>
  new AssayError(
    'program',
    `Cannot draw random numbers while tracing: expected ${expected}, got ${got} at ${describeSite(captureSite())}`,
  );

const OUTSIDE = 'draws in the forward pass and the loss of training alone';
const COVERED = 'float32 numbers of tf.randomUniform, tf.randomNormal, tf.truncatedNormal or tf.dropout';

/** The law of a generator's numbers, and what is added to and multiplied with them. */
function lawOf(generator: Generator): readonly [law: DrawLaw, shift: number, scale: number] {
  const normal = 'stdDev' in generator;
  const [shift, scale] = normal ? [generator.mean, generator.stdDev] : [generator.min, generator.range];
  if (typeof shift !== 'number' || typeof scale !== 'number' || !Number.isFinite(shift + scale))
    throw refused(COVERED, `${normal ? 'mean and deviation' : 'bounds'} that are no numbers`);
  return [normal ? (generator.truncated === true ? 'truncated-normal' : 'normal') : 'uniform', shift, scale];
}

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

  /** What a generator draws instead: numbers that no law turns down, while it is noted. */
  standIn(): (this: Generator) => number {
    const note = (generator: Generator): void => {
      if (this.#drawing !== undefined) this.#drawing.generator = generator;
    };
    let turn = 0;
    return function (this: Generator) {
      note(this);
      turn = 1 - turn;
      return turn === 1 ? 0.75 : 0.7;
    };
  }

  /** The tensor that stands for what is drawn now; undefined where nothing is. */
  tensor(recorder: Recorder, shape: readonly number[], dtype: string): tf.Tensor | undefined {
    const generator = this.#drawing?.generator;
    if (generator === undefined) return undefined;
    if (dtype !== 'float32') throw refused(COVERED, `${dtype} numbers`);
    this.#drawing = undefined;
    const [law, shift, scale] = lawOf(generator);
    const drawn = this.#input(recorder, law, shape);
    const stretched = scale === 1 ? drawn : tf.mul(drawn, scale);
    return shift === 0 ? stretched : tf.add(stretched, shift);
  }

  /** The input for the next place. Code that is run again on the same group finds the draws that it made before. */
  #input(recorder: Recorder, law: DrawLaw, shape: readonly number[]): tf.Tensor {
    const group = this.#group!;
    const name = `${group.prefix}/${group.count++}`;
    const known = this.made.find((draw) => draw.name === name);
    if (known === undefined) {
      this.made.push({ name, law, shape: [...shape] });
      this.#inputs.set(name, recorder.addInput(name, { shape, dtype: 'float32' }));
    } else if (known.law !== law || known.shape.join() !== shape.join())
      throw refused(
        `the same draws of the same mini-batch (${known.law} [${known.shape}])`,
        `${law} [${shape}]`,
      );
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
 * TensorFlow.js gives nobody its generators, but each assigns a field `random` that no class has: while one of its
 * functions draws, and no longer, the assignment is caught where every object looks last.
 */
function noteGenerators(draws: Draws): void {
  Object.defineProperty(Object.prototype, 'random', {
    configurable: true,
    set(this: object) {
      Object.defineProperty(this, 'random', {
        value: draws.standIn(),
        configurable: true,
        enumerable: true,
        writable: true,
      });
    },
  });
}

const forgetGenerators = (): void => {
  delete (Object.prototype as { random?: unknown }).random;
};
