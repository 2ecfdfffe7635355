import { fieldsWith, firstSeedOf } from './over.ts';
import type { Hypothesis, LoadedHypothesis, Variant } from './types.ts';

/** Blocks of `over` that a block of seeds has room for. */
const ROOM = 100;

/** The hypotheses that have variants: each by itself, and once for each variant. */
export interface WithVariants {
  readonly base: LoadedHypothesis;
  readonly variants: readonly { readonly name: string; readonly loaded: LoadedHypothesis }[];
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a hypothesis with one of its variants in their place. Takes any value, so that what is malformed can be
 * told of.
 */
export function fieldsInVariant(hypothesis: Fields, variant: Fields): Fields {
  const { variants: _variants, ...alone } = hypothesis;
  const { seedBlock: _seedBlock, ...own } = variant;
  return fieldsWith(alone, own);
}

/**
 * A hypothesis and its variants, each written out as a hypothesis with the variant in the place of what it says, under
 * the id `<id>@<variant>`. A variant has the seeds of the hypothesis, so that a difference is one of the variant and
 * not of the seeds, unless it names a block of seeds of its own.
 *
 * @example withVariants({ file, warnings: [], hypothesis: { ...claim, variants: { tanh: { workload } } } }).variants[0].loaded.hypothesis.id // 'paper/claim@tanh'
 */
export function withVariants(base: LoadedHypothesis): WithVariants {
  const { hypothesis, ...rest } = base;
  const all = Object.entries(hypothesis.variants ?? {}) as readonly (readonly [string, Variant])[];
  return {
    base,
    variants: all.map(([name, variant]) => ({
      name,
      loaded: {
        ...rest,
        ...(variant.seedBlock === undefined ? {} : { firstSeed: firstSeedOf(ROOM * variant.seedBlock) }),
        hypothesis: {
          ...(fieldsInVariant(
            hypothesis as unknown as Fields,
            variant as unknown as Fields,
          ) as unknown as Hypothesis),
          id: `${hypothesis.id}@${name}`,
        },
      },
    })),
  };
}
