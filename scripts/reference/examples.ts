/** Examples for the reference: what the shipped hypotheses write, and where they write nothing, examples of our own. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { rateKinds, sizeKinds } from '../../src/schedules/table.ts';

type Spec = Readonly<Record<string, unknown>> & { readonly kind: string };

/** A specification of some kind, and the file that has it; none where we wrote it for this page. */
export interface Example {
  readonly spec: Spec;
  readonly file?: string;
}

/** Where in a hypothesis the specifications of a section stand. */
const places: Readonly<Record<string, RegExp>> = {
  models: /(^|\.)workload\.model$/,
  data: /(^|\.)workload\.data$/,
  optimizers: /(^|\.)optimizer$/,
  schedules: /^arms\.[^.]+\.(learningRate|momentum)$/,
  batchSizes: /^arms\.[^.]+\.batchSize$/,
  stops: /(^|\.)stop$/,
  measures: /^measures\.\d+$/,
  predictions: /^(predictions|controls)\.\d+$/,
};

export type Section = keyof typeof places;

const isSpec = (value: unknown): value is Spec =>
  typeof value === 'object' && value !== null && typeof (value as Spec).kind === 'string';

function* specsIn(value: unknown, path: string): Generator<readonly [string, Spec]> {
  // A measure may be its kind alone.
  if (typeof value === 'string' && places['measures']!.test(path)) yield [path, { kind: value }];
  if (typeof value !== 'object' || value === null) return;
  if (isSpec(value)) yield [path, value];
  for (const [name, part] of Object.entries(value))
    yield* specsIn(part, path === '' ? name : `${path}.${name}`);
}

/** The shortest specification of each kind in the hypotheses of a directory, by section and kind. */
export async function shippedExamples(root: string): Promise<ReadonlyMap<string, Example>> {
  const found = new Map<string, Example>();
  const files = readdirSync(join(root, 'hypotheses'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.hypothesis.ts'))
    .sort();
  for (const file of files) {
    const { default: hypothesis } = (await import(pathToFileURL(join(root, 'hypotheses', file)).href)) as {
      readonly default: object;
    };
    for (const [path, spec] of specsIn(hypothesis, ''))
      for (const [section, place] of Object.entries(places)) {
        if (!place.test(path)) continue;
        const key = `${section}/${spec.kind}`;
        const known = found.get(key);
        if (known === undefined || JSON.stringify(spec).length < JSON.stringify(known.spec).length)
          found.set(key, { spec, file: `hypotheses/${file}` });
      }
  }
  return found;
}

/** The examples that stand in the rows of a table of kinds. */
const examplesOf = (section: Section, kinds: Readonly<Record<string, { readonly example: Spec }>>) =>
  Object.fromEntries(Object.entries(kinds).map(([kind, { example }]) => [`${section}/${kind}`, example]));

/** Examples of what no shipped hypothesis has. A kind that needs nothing but its name needs none here. */
export const ownExamples: Readonly<Record<string, Spec>> = {
  'models/custom': { kind: 'custom', module: './net.ts' },
  'data/custom': { kind: 'custom', module: './spirals.ts', options: { turns: 2 } },
  'data/teacher': { kind: 'teacher', dimensions: 8, hidden: [16], outputs: 1, train: 500, test: 500 },
  'data/words': { kind: 'words', vocabulary: 200, classes: 4, train: 500, test: 500 },
  ...examplesOf('schedules', rateKinds),
  ...examplesOf('batchSizes', sizeKinds),
  'optimizers/custom': { kind: 'custom', module: '../optimizers/mine.optimizer.ts' },
  'measures/stepsTo': { kind: 'stepsTo', target: { measure: 'trainLoss', below: 0.5 } },
  'measures/epochsTo': { kind: 'epochsTo', target: { measure: 'testAccuracy', above: 0.8 } },
  'measures/reaches': { kind: 'reaches', target: { measure: 'testAccuracy', above: 0.8 } },
  'measures/custom': { kind: 'custom', name: 'zeros', module: './zeros.ts', values: 'count' },
  'measures/parameter': { kind: 'parameter', parameter: 'hidden1.weight', index: 0 },
  'predictions/interaction': {
    kind: 'interaction',
    measure: 'testAccuracy',
    arms: [
      ['momentum-large', 'plain-large'],
      ['momentum-small', 'plain-small'],
    ],
    direction: 'positive',
    by: 0.02,
  },
  'predictions/correlates': {
    kind: 'correlates',
    measure: 'testAccuracy',
    with: 'hessianTrace',
    direction: 'negative',
    atLeast: 0.3,
  },
  'predictions/peakDepends': {
    kind: 'peakDepends',
    measure: 'testAccuracy',
    over: 'batchSize',
    along: 'learningRate',
    outside: [-0.25, 0.25],
  },
  'predictions/peakRatio': {
    kind: 'peakRatio',
    measure: 'testAccuracy',
    groups: ['adam-*', 'lion-*'],
    over: 'learningRate',
    between: [3, 10],
  },
  'predictions/sameDistribution': {
    kind: 'sameDistribution',
    measure: 'trainLoss',
    arms: ['base', 'double'],
    margin: 0.01,
  },
};
