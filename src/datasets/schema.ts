/** Kinds of data: the table is the only list. */
import { z } from 'zod';
import type { DataKind } from './kind.ts';
import { cifar10 } from './kinds/cifar-10.ts';
import { clusters } from './kinds/clusters.ts';
import { custom } from './kinds/custom.ts';
import { fashionMnist } from './kinds/fashion-mnist.ts';
import { gradientNoise } from './kinds/gradient-noise.ts';
import { labelsFromModel } from './kinds/labels-from-model.ts';
import { linear } from './kinds/linear.ts';
import { mnist } from './kinds/mnist.ts';
import { teacher } from './kinds/teacher.ts';
import { words } from './kinds/words.ts';

/** A row under a name that is not its schema's `kind` does not compile. */
const tableOf = <T extends { readonly [K in keyof T]: { readonly schema: z.ZodType<{ readonly kind: K }> } }>(
  rows: T,
): T => rows;

const table = tableOf({
  'fashion-mnist': fashionMnist,
  mnist,
  'cifar-10': cifar10,
  clusters,
  linear,
  teacher,
  words,
  'labels-from-model': labelsFromModel,
  'gradient-noise': gradientNoise,
  custom,
});

type Table = typeof table;
type Schema = Table[keyof Table]['schema'];

const schemas = Object.values(table).map(({ schema }) => schema);

export const dataSchema = z.discriminatedUnion('kind', schemas as unknown as [Schema, ...Schema[]]);

export type DataSpec = z.input<typeof dataSchema>;
export type ResolvedDataSpec = z.output<typeof dataSchema>;

/** Kinds of images: parts of a published set, of which a tier may take more. */
export type ImageKind = {
  readonly [K in keyof Table]: Table[K]['published'] extends null ? never : K;
}[keyof Table];

/** What is known of each kind of data. */
export const dataKinds = table as unknown as Readonly<
  Record<keyof Table, DataKind<z.ZodType<ResolvedDataSpec, DataSpec>>>
>;
