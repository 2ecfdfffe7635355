import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import { functionFails, whileCalling } from '../../user-modules.ts';
import { kind } from '../kind.ts';
import { sharedFloats, sharedInts } from '../shared.ts';
import type { Dataset, Examples } from '../types.ts';

const schema = z.strictObject({
  kind: z.literal('custom'),
  module: z.string().min(1),
  export: z.string().default('default'),
  /** Handed to the function as it is. */
  options: z.record(z.string(), z.unknown()).exactOptional(),
});
type Spec = z.output<typeof schema>;
type Numbers = ArrayLike<number>;

/** Examples as a module of the user's gives them. */
export interface GivenExamples {
  /** A row of numbers an example, or all numbers one after another with `featureShape`. */
  readonly features: readonly Numbers[] | Numbers;
  /** Shape of one example; default that of a row. */
  readonly featureShape?: readonly number[];
  /** Class numbers from 0 on where the data have `classes`; else a target, or a row of targets, an example. */
  readonly labels: Numbers | readonly Numbers[];
}

/** What a module of the user's gives: classes, or real targets where there are none. */
export interface GivenData {
  readonly classes?: number;
  readonly train: GivenExamples;
  readonly test: GivenExamples;
}

/** Ends with what was expected and what came. */
type Wrong = (expected: string, got: unknown) => never;

/**
 * Data that a function of the user's makes: the same options must give the same numbers.
 *
 * @param imported the export that the specification names
 * @throws AssayError `data` where it is no function or what it gives is not what is expected, with the place;
 * `configuration` with what the function throws
 */
async function made(spec: Spec, imported: unknown): Promise<Omit<Dataset, 'digest'>> {
  const place = `${spec.module} (export '${spec.export}')`;
  const wrong: Wrong = (expected, got) => {
    throw new AssayError('data', `Cannot use the data of ${place}: expected ${expected}, got ${String(got)}`);
  };
  if (typeof imported !== 'function') return wrong('a function that gives { train, test }', typeof imported);
  const make = imported as (options: unknown) => Partial<GivenData> | undefined;
  const use = `the data of ${place}`;
  const given = await whileCalling(use, () => make(spec.options ?? {})).catch((cause: unknown) => {
    throw functionFails(use, cause);
  });
  if (!isObject(given))
    return wrong('a function that gives { train, test }', `one that gives ${String(given)}`);
  const { classes } = given;
  if (classes !== undefined && !(Number.isInteger(classes) && classes > 1))
    wrong('classes to be a whole number above 1', classes);
  const part = (name: 'train' | 'test'): Examples => {
    const examples = given[name];
    return isObject(examples)
      ? examplesOf(examples, classes, (expected, got) => wrong(`${name}.${expected}`, got))
      : wrong(`\`${name}\` with features and labels`, String(examples));
  };
  const [train, test] = [part('train'), part('test')];
  const shapes = [train, test].map(({ featureShape }) => featureShape.join(' × '));
  if (shapes[0] !== shapes[1]) wrong(`test.features of shape ${shapes[0]}, as those of train`, shapes[1]);
  return { name: spec.module, outputs: classes ?? train.labels.length / train.count, train, test };
}

function examplesOf(given: GivenExamples, classes: number | undefined, wrong: Wrong): Examples {
  for (const name of ['features', 'labels'] as const)
    if (!isList(given[name])) wrong(`${name} to be a list of numbers or of rows`, typeof given[name]);
  const { numbers, shape } = featuresOf(given, wrong);
  const count = numbers.length / shape.reduce((product, side) => product * side, 1);
  const labels = classes === undefined ? targetsOf(given.labels) : classesOf(given.labels);
  const each = classes === undefined ? labels.length % count === 0 : labels.length === count;
  if (labels.length === 0 || !each) wrong(`labels to hold one for each of ${count} examples`, labels.length);
  const fits = (label: number) =>
    classes === undefined ? Number.isFinite(label) : label >= 0 && label < classes;
  const bad = labels.findIndex((label) => !fits(label));
  if (bad !== -1)
    wrong(
      `labels[${bad}] to be ${classes === undefined ? 'finite' : `a class from 0 to ${classes - 1}`}`,
      labels[bad],
    );
  return { features: numbers, featureShape: shape, scale: 1, offset: 0, labels, count };
}

function featuresOf(
  { features, featureShape }: GivenExamples,
  wrong: Wrong,
): { readonly numbers: Float32Array; readonly shape: readonly number[] } {
  const rows = isRows(features);
  const shape = featureShape ?? (rows ? [features[0]!.length] : undefined);
  if (shape === undefined) return wrong('featureShape, since features are no rows', 'none');
  const size = shape.reduce((product, side) => product * side, 1);
  if (rows) {
    const ragged = features.findIndex((row) => row.length !== size);
    if (ragged !== -1) wrong(`features[${ragged}] of ${size} numbers`, features[ragged]!.length);
  }
  const numbers = sharedFloats(rows ? features.length * size : features.length);
  if (rows) features.forEach((row, index) => numbers.set(row, index * size));
  else numbers.set(features);
  const bad = numbers.findIndex((value) => !Number.isFinite(value));
  if (bad !== -1) wrong(`features to be finite numbers, at number ${bad}`, numbers[bad]);
  if (numbers.length === 0 || numbers.length % size !== 0)
    wrong(`features to hold examples of ${size} numbers`, numbers.length);
  return { numbers, shape };
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const isList = (value: unknown): boolean => Array.isArray(value) || ArrayBuffer.isView(value);

const isRows = (values: readonly Numbers[] | Numbers): values is readonly Numbers[] =>
  typeof values[0] === 'object';

function classesOf(labels: GivenExamples['labels']): Int32Array {
  const classes = sharedInts(labels.length);
  // A label that is no whole number must not become one.
  for (let i = 0; i < labels.length; i++)
    classes[i] = Number.isInteger(labels[i]) ? (labels[i] as number) : -1;
  return classes;
}

function targetsOf(labels: GivenExamples['labels']): Float32Array {
  const flat = isRows(labels) ? labels.flatMap((row) => Array.from(row)) : labels;
  const targets = sharedFloats(flat.length);
  targets.set(flat);
  return targets;
}

/** Data by reference: a module whose export is a function that gives training and test examples; see docs/data.md. */
export const custom = kind({
  schema,
  published: null,
  fromUser: true,
  directory: null,
  load: async (spec, { imports }) => {
    if (imports === undefined)
      throw new AssayError(
        'data',
        `Cannot load the data of ${spec.module}: expected a caller that imports modules`,
      );
    return made(spec, await imports({ module: spec.module, export: spec.export }));
  },
});
