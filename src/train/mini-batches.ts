import type { Sampler } from '../declare/types.ts';
import { stream, type Random } from '../random/index.ts';

/** Row numbers of the mini-batches of one run, drawn in order. A live resource: every call advances it. */
export interface MiniBatches {
  /** Writes the rows of the next mini-batch of `size` examples to `target` from `offset` on. */
  next(target: Int32Array, offset: number, size: number): void;
}

/**
 * Opens the sequence of mini-batches of (seed, sampler) over `examples` training examples.
 *
 * - `epoch-shuffle`: the permutation of each epoch (stream `order`, epoch) is cut into batches of whatever size, so
 *   arms with different batch sizes share their order. A batch never reaches into the next epoch.
 * - `without-replacement`: each batch is a fresh draw of distinct examples.
 * - `iid`: each example is drawn on its own; arms with different batch sizes share the sequence.
 * - `full-batch`: all examples in their order. So does `gaussian`, whose steps weigh them.
 *
 * @param sequence tells apart the independent sequences of a step that consumes several mini-batches
 * @throws RangeError where a batch is larger than the data, or crosses the end of an epoch
 * @example miniBatches('1', 'epoch-shuffle', 4).next(rows, 0, 2)
 */
export function miniBatches(seed: string, sampler: Sampler, examples: number, sequence = 0): MiniBatches {
  return samplers[sampler]((...path) => stream(seed, 'order', ...path, sequence), examples);
}

type Open = (...path: readonly (string | number)[]) => Random;

const samplers: Record<Sampler, (open: Open, examples: number) => MiniBatches> = {
  'epoch-shuffle': epochShuffle,
  'without-replacement': withoutReplacement,
  iid: (open, examples) => {
    const random = open('iid');
    return {
      next: (target, offset, size) => void fill(target, offset, size, () => random.integer(examples)),
    };
  },
  'full-batch': allInOrder,
  gaussian: allInOrder,
};

function allInOrder(_open: Open, examples: number): MiniBatches {
  return {
    next(target, offset, size) {
      if (size !== examples) throw tooLarge(size, examples);
      for (let i = 0; i < size; i++) target[offset + i] = i;
    },
  };
}

function epochShuffle(open: Open, examples: number): MiniBatches {
  let epoch = -1;
  let order = new Int32Array(0);
  let used = 0;
  return {
    next(target, offset, size) {
      if (used === order.length) {
        epoch++;
        order = open(epoch).permutation(examples) as Int32Array<ArrayBuffer>;
        used = 0;
      }
      if (used + size > examples) throw tooLarge(size, examples - used);
      target.set(order.subarray(used, used + size), offset);
      used += size;
    },
  };
}

/** The first `size` places of an ongoing Fisher–Yates shuffle: any starting order gives a uniform draw. */
function withoutReplacement(open: Open, examples: number): MiniBatches {
  const random = open('without-replacement');
  const rows = Int32Array.from({ length: examples }, (_, i) => i);
  return {
    next(target, offset, size) {
      if (size > examples) throw tooLarge(size, examples);
      for (let i = 0; i < size; i++) {
        const j = i + random.integer(examples - i);
        const drawn = rows[j]!;
        rows[j] = rows[i]!;
        rows[i] = drawn;
        target[offset + i] = drawn;
      }
    },
  };
}

function fill(target: Int32Array, offset: number, size: number, draw: () => number): void {
  for (let i = 0; i < size; i++) target[offset + i] = draw();
}

const tooLarge = (size: number, left: number) =>
  new RangeError(`Cannot draw a mini-batch: expected at most ${left} examples, got ${size}`);
