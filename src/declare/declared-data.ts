import { z } from 'zod';
import { dataKinds, dataSchema, type DataSpec, type ImageKind } from '../datasets/schema.ts';
import { atTier, tiered, type Tier, type Tiered } from './tiered.ts';

interface Sizes {
  readonly train?: Tiered<number> | undefined;
  readonly test?: Tiered<number> | undefined;
}

type Declared<D> = D extends { readonly kind: ImageKind } ? Omit<D, keyof Sizes> & Sizes : D;

/** A data set as a hypothesis names it: of images, each tier may take a number of its own. */
export type DeclaredData = Declared<DataSpec>;

const size = tiered(z.int().positive()).optional();
const isOfImages = (kind: DataSpec['kind']): kind is ImageKind => dataKinds[kind].published !== null;

/** As `dataSchema`, but `train` and `test` of images may be `{ quick, full }`. */
export const declaredDataSchema = z.discriminatedUnion(
  'kind',
  dataSchema.options.map((option) =>
    isOfImages(option.shape.kind.value)
      ? (option as z.ZodObject).extend({ train: size, test: size })
      : option,
  ) as unknown as typeof dataSchema.options,
);

/**
 * The data set of a tier, with plain numbers.
 *
 * @example dataAtTier({ kind: 'fashion-mnist', train: { quick: 8000, full: 60000 } }, 'full') // { kind: 'fashion-mnist', train: 60000 }
 */
export function dataAtTier(data: DeclaredData, tier: Tier): DataSpec {
  if (!isOfImages(data.kind)) return data as DataSpec;
  const { train, test } = data as Sizes;
  return {
    ...data,
    ...(train === undefined ? {} : { train: atTier(train, tier) }),
    ...(test === undefined ? {} : { test: atTier(test, tier) }),
  } as DataSpec;
}
