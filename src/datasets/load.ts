import { cifar10 } from './kinds/cifar-10.ts';
import { AssayError } from '../errors.ts';
import { clusters } from './kinds/clusters.ts';
import { custom } from './kinds/custom.ts';
import { withDigest } from './digest.ts';
import { downsample } from './transforms/downsample.ts';
import { FULL, fullFashionMnist, SHIPPED, shippedFashionMnist } from './kinds/fashion-mnist.ts';
import type { ImageSet } from './reading/image-set.ts';
import { addLabelNoise } from './transforms/label-noise.ts';
import { linear } from './kinds/linear.ts';
import { mnist } from './kinds/mnist.ts';
import { redrawLabels } from './transforms/redraw-labels.ts';
import type { ResolvedDataSpec } from './schema.ts';
import { realExamples, realFeatures } from './kinds/synthetic.ts';
import { sharedFloats } from './shared.ts';
import { standardize } from './transforms/standardize.ts';
import { subset } from './transforms/subset.ts';
import { teacher } from './kinds/teacher.ts';
import type { Dataset } from './types.ts';
import { words } from './kinds/words.ts';

/** Where data are, apart from what they are. */
export interface LoadOptions {
  /** Directory that the user named (`--data-dir`). */
  readonly dataDir?: string;
  /** Counts that a specification leaves out mean the whole published set instead of what ships with the project. */
  readonly full?: boolean;
  /** How an export of a module of the user's is had. */
  readonly imports?: (reference: { readonly module: string; readonly export: string }) => Promise<unknown>;
}

type Undigested = Omit<Dataset, 'digest'>;
type SpecOf<K extends ResolvedDataSpec['kind']> = Extract<ResolvedDataSpec, { readonly kind: K }>;
type ImageSpec = SpecOf<'fashion-mnist' | 'mnist' | 'cifar-10' | 'labels-from-model'>;

/** One row a kind: how its examples come to be. */
const sources: {
  readonly [K in ResolvedDataSpec['kind']]: (
    spec: SpecOf<K>,
    options: LoadOptions,
  ) => Undigested | Promise<Undigested>;
} = {
  'fashion-mnist': async (spec, options) => transform(spec, await fashionMnist(spec, options)),
  mnist: async (spec, { dataDir }) =>
    transform(spec, await readOnce(`mnist ${dataDir}`, () => mnist(dataDir))),
  'cifar-10': async (spec, { dataDir }) =>
    transform(spec, await readOnce(`cifar-10 ${dataDir}`, () => cifar10(dataDir))),
  'labels-from-model': async (spec, options) => transform(spec, await fashionMnist(spec, options)),
  clusters,
  linear,
  teacher,
  words,
  custom: async (spec, { imports }) => {
    if (imports === undefined)
      throw new AssayError(
        'data',
        `Cannot load the data of ${spec.module}: expected a caller that imports modules`,
      );
    return custom(spec, await imports({ module: spec.module, export: spec.export }));
  },
  'gradient-noise': (spec) => {
    const none = () => realExamples(realFeatures(0, 1), 1, sharedFloats(0));
    return { name: spec.kind, outputs: 1, train: none(), test: none() };
  },
};

/**
 * The shipped subset, or the full set where the specification asks for more than ships. The subset is the front of the
 * canonical order of the full set, so the same specification gives the same examples on every machine: a machine
 * without the full set gives an error, never fewer examples.
 */
async function fashionMnist(
  spec: { readonly train?: number | undefined; readonly test?: number | undefined },
  { dataDir, full = false }: LoadOptions,
): Promise<ImageSet> {
  const absent = full ? FULL : SHIPPED;
  const train = spec.train ?? absent.train;
  const test = spec.test ?? absent.test;
  const set =
    train <= SHIPPED.train && test <= SHIPPED.test
      ? await readOnce('fashion-mnist', shippedFashionMnist)
      : await readOnce(`fashion-mnist ${dataDir}`, () => fullFashionMnist(dataDir));
  return { ...set, train: subset(set.train, train, 'training'), test: subset(set.test, test, 'test') };
}

/** The declared transformations, in their declared order: subset → downsample → standardize → labels. */
function transform(spec: ImageSpec, { classes, ...set }: ImageSet): Undigested {
  const taken = {
    train: subset(set.train, spec.train ?? set.train.count, 'training'),
    test: subset(set.test, spec.test ?? set.test.count, 'test'),
  };
  const side = spec.downsample;
  const pooled =
    side === undefined ? taken : { train: downsample(taken.train, side), test: downsample(taken.test, side) };
  const scaled = spec.standardize ? standardize(pooled) : pooled;
  const labelled =
    spec.kind === 'labels-from-model'
      ? redrawLabels(scaled, { classes, seed: spec.seed, wrong: spec.wrong })
      : scaled;
  const base = { name: spec.kind, outputs: classes, ...labelled };
  if (spec.labelNoise === undefined) return base;
  const { examples, flipped } = addLabelNoise(labelled.train, { ...spec.labelNoise, classes });
  return { ...base, train: examples, flipped };
}

const decoded = new Map<string, Promise<ImageSet>>();
const loaded = new Map<string, Promise<Dataset>>();

/** Remembers a success by name; a failure is forgotten, so that a mended file is read. */
function once<T>(memory: Map<string, Promise<T>>, name: string, make: () => Promise<T>): Promise<T> {
  const known = memory.get(name);
  if (known) return known;
  const made = make();
  memory.set(name, made);
  made.catch(() => memory.delete(name));
  return made;
}

const readOnce = (name: string, read: () => Promise<ImageSet>) => once(decoded, name, read);

/**
 * Loads the data that a specification names, applies its declared transformations, and gives them a digest.
 *
 * The same specification gives the same bytes on every machine, or an error. The result is kept for the life of the
 * process and rests on shared memory: image features are bytes `[count, height, width, channels]` (float32 after
 * pooling), whose values are `offset + scale · stored`; subsets of one set share their memory.
 *
 * @param spec a specification that `dataSchema` has parsed
 * @throws AssayError `data` where files are missing, damaged or hold values that are not finite; the message names the
 * file
 * @throws AssayError `configuration` where the specification asks for more examples than there are or for a side that
 * does not divide the images
 * @example const { train } = await loadDataset(dataSchema.parse({ kind: 'fashion-mnist', train: 1000, downsample: 14 }))
 */
export function loadDataset(spec: ResolvedDataSpec, options: LoadOptions = {}): Promise<Dataset> {
  const name = JSON.stringify([spec, options.dataDir, options.full]);
  return once(loaded, name, async () => {
    const source = sources[spec.kind] as (
      spec: ResolvedDataSpec,
      options: LoadOptions,
    ) => Undigested | Promise<Undigested>;
    return withDigest(await source(spec, options));
  });
}
