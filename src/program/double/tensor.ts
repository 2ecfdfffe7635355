import { AssayError } from '../../errors.ts';
import { sizeOf } from '../kernels/shape-rule.ts';

/** A tensor to be read: numbers in any array, row-major. */
export interface NumberTensor {
  readonly data: Float64Array | Float32Array | Int32Array | Uint8Array;
  readonly shape: readonly number[];
}

/** A tensor in double precision, row-major; integers are whole numbers, truths 0 and 1. */
export interface DoubleTensor {
  readonly data: Float64Array;
  readonly shape: readonly number[];
}

/**
 * How results are kept: as they are, or each value of type float32 rounded to single precision, as an engine keeps it.
 */
export type Precision = 'double' | 'single';

export type NumberFeeds = Readonly<Record<string, NumberTensor>>;

/** A program made ready to be run again and again. */
export type Interpretation = (feeds: NumberFeeds) => Readonly<Record<string, DoubleTensor>>;

/** The numbers of a feed. @throws AssayError `program` where it is missing or has another shape, naming it */
export function numbersOf(
  program: string,
  feeds: NumberFeeds,
  name: string,
  shape: readonly number[],
): NumberTensor['data'] {
  const feed = feeds[name];
  if (feed?.data.length === sizeOf(shape) && feed.shape.join() === shape.join()) return feed.data;
  const got = feed === undefined ? 'none' : `[${feed.shape.join()}] of ${feed.data.length} elements`;
  throw new AssayError(
    'program',
    `Cannot interpret program '${program}': expected feed '${name}' to be [${shape.join()}], got ${got}`,
  );
}
