import { tooLarge, type SamplerKind } from '../kind.ts';

/** All examples in their order, whatever batch size is declared. */
export const fullBatch: SamplerKind = {
  size: 'all',
  repeats: false,
  weights: null,
  open: (_open, examples) => ({
    next(target, offset, size) {
      if (size !== examples) throw tooLarge(size, examples);
      for (let i = 0; i < size; i++) target[offset + i] = i;
    },
  }),
};
