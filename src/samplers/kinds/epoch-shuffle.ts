import { tooLarge, type SamplerKind } from '../kind.ts';

/**
 * The permutation of each epoch (stream `order`, epoch) is cut into batches of whatever size, so arms with different
 * batch sizes share their order. A batch never reaches into the next epoch: the last may be smaller.
 */
export const epochShuffle: SamplerKind = {
  size: 'within-epoch',
  repeats: false,
  weights: null,
  open: (open, examples) => {
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
  },
};
