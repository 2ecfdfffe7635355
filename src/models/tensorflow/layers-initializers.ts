import { isDeepStrictEqual } from 'node:util';
import type { Initializer } from '../types.ts';

/** An initializer as a layer's configuration has it. */
interface Declared {
  readonly className: string;
  readonly config: Readonly<Record<string, unknown>>;
}

/** The key of a layer's configuration that says how a weight starts, by the weight's own name. */
const keys: Readonly<Record<string, string>> = {
  kernel: 'kernelInitializer',
  recurrent_kernel: 'recurrentInitializer',
  depthwise_kernel: 'depthwiseInitializer',
  pointwise_kernel: 'pointwiseInitializer',
  embeddings: 'embeddingsInitializer',
  bias: 'biasInitializer',
  gamma: 'gammaInitializer',
  beta: 'betaInitializer',
  alpha: 'alphaInitializer',
};

const product = (lengths: readonly number[]): number => lengths.reduce((total, length) => total * length, 1);

/** Fans of a dense kernel `[in, out]` or a filter `[…, in, out]`, as TensorFlow.js counts them. */
function fansOf(shape: readonly number[]): { readonly fanIn: number; readonly fanOut: number } {
  if (shape.length < 2) return { fanIn: Math.sqrt(product(shape)), fanOut: Math.sqrt(product(shape)) };
  const field = product(shape.slice(0, -2));
  return { fanIn: field * shape.at(-2)!, fanOut: field * shape.at(-1)! };
}

type Law = (config: Declared['config'], shape: readonly number[]) => Initializer | string;

const laws: Readonly<Record<string, Law>> = {
  RandomNormal: ({ mean, stddev }) =>
    mean === 0 ? { kind: 'normal', standardDeviation: Number(stddev) } : `a mean of ${String(mean)}`,
  TruncatedNormal: ({ mean, stddev }) =>
    mean === 0
      ? { kind: 'truncated-normal', standardDeviation: Number(stddev) }
      : `a mean of ${String(mean)}`,
  RandomUniform: ({ minval, maxval }) =>
    Number(minval) === -Number(maxval)
      ? { kind: 'uniform', limit: Number(maxval) }
      : `limits ${String(minval)} and ${String(maxval)}`,
  Orthogonal: ({ gain }) => ({ kind: 'orthogonal', gain: Number(gain) }),
  VarianceScaling: ({ scale, mode, distribution }, shape) => {
    const { fanIn, fanOut } = fansOf(shape);
    const fan = { fanIn, fanOut, fanAvg: (fanIn + fanOut) / 2 }[mode as 'fanIn' | 'fanOut' | 'fanAvg'];
    const variance = Number(scale) / Math.max(1, fan);
    return distribution === 'uniform'
      ? { kind: 'uniform', limit: Math.sqrt(3 * variance) }
      : { kind: 'truncated-normal', standardDeviation: Math.sqrt(variance) };
  },
};

/**
 * The law by which a layer's weight starts, from the layer's configuration, or what it is in words where it is none of
 * ours.
 *
 * @param base the weight's own name, such as `kernel`
 * @example lawOf(tf.layers.dense({ units: 2 }).getConfig(), 'kernel', [3, 2]) // uniform, limit √(6 / 5)
 */
export function lawOf(config: unknown, base: string, shape: readonly number[]): Initializer | string {
  const [declared, ...others] = found(config, keys[base] ?? base);
  if (declared === undefined) return 'none in its layer’s configuration';
  // What a layer wraps may be several, each with its own.
  if (others.some((other) => !isDeepStrictEqual(other, declared))) return 'several in one layer';
  const law = laws[declared.className];
  return law === undefined ? declared.className : law(declared.config, shape);
}

/** The initializers under a key, here or in what a layer wraps. */
function found(config: unknown, key: string): readonly Declared[] {
  if (typeof config !== 'object' || config === null) return [];
  const own = (config as Record<string, unknown>)[key] as Declared | undefined;
  if (typeof own?.className === 'string') return [own];
  return Object.values(config).flatMap((value) => found(value, key));
}
