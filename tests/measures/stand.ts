import type { Examples } from '../../src/datasets/types.ts';
import { onnxEngine } from '../../src/engines/index.ts';
import type { Engine, Tensors } from '../../src/engines/types.ts';
import { examplesShape, measureSchema } from '../../src/measures/index.ts';
import type {
  MeasureKind,
  MeasureSpec,
  MeasureValue,
  ProgramContext,
  Snapshot,
  State,
  StateContext,
  StateMeasure,
} from '../../src/measures/index.ts';
import { initialValue, losses } from '../../src/models/index.ts';
import type { Model } from '../../src/models/types.ts';
import { stream } from '../../src/random/index.ts';

/** A net at a point with its data: everything that a state measure is evaluated on. */
export interface Stand {
  readonly model: Model;
  readonly lossKind: ProgramContext['lossKind'];
  readonly outputs: number;
  readonly train: Examples;
  readonly weights: State;
  readonly test?: Examples;
  readonly flipped?: Uint8Array;
  readonly start?: State;
  readonly partner?: State;
  readonly snapshots?: readonly Snapshot[];
  readonly arm?: string;
  readonly seed?: string;
}

export const examplesOf = (
  features: readonly (readonly number[])[],
  labels: Int32Array | Float32Array,
): Examples => ({
  features: Float32Array.from(features.flat()),
  featureShape: [features[0]!.length],
  scale: 1,
  offset: 0,
  labels,
  count: features.length,
});

/** Gaussian features and uniformly drawn classes. */
export function randomExamples(count: number, inputs: number, classes: number, seed: string): Examples {
  const random = stream(seed, 'data');
  const features = Array.from({ length: count }, () => Array.from({ length: inputs }, () => random.normal()));
  return examplesOf(
    features,
    Int32Array.from({ length: count }, () => random.integer(classes)),
  );
}

/** The model's own start; every parameter is shifted by a little noise, so that biases are not zero. */
export function stateOf(model: Model, seed: string, noise = 0): State {
  const random = stream(seed, 'init');
  const tensors = (specifications: Model['parameters'], spread: number): Tensors =>
    Object.fromEntries(
      specifications.map((parameter) => {
        const data = initialValue(parameter, random).map((value) => value + spread * random.normal());
        return [parameter.name, { data, shape: parameter.shape }];
      }),
    );
  return { parameters: tensors(model.parameters, noise), statistics: tensors(model.statistics, 0) };
}

export function programContextOf({ model, lossKind, outputs, train, test }: Stand): ProgramContext {
  return {
    model,
    lossKind,
    loss: ({ labels, ...input }) =>
      lossKind === 'model'
        ? model.loss!({ parameters: input.parameters, features: input.features, labels })
        : losses[lossKind](model.forward({ ...input, training: false }).output, labels),
    dataShape: { features: train.featureShape, outputs },
    train: examplesShape(train),
    test: examplesShape(test ?? train),
  };
}

/** Runs a state measure as a worker would: programs traced, lowered and loaded, then evaluated on data only. */
export async function evaluateOn<K extends MeasureKind>(
  stand: Stand,
  definition: StateMeasure<K>,
  input: MeasureSpec & { kind: K },
  engine: Engine = onnxEngine,
): Promise<MeasureValue & { calls: number }> {
  const spec = measureSchema.parse(input) as Parameters<StateMeasure<K>['evaluate']>[0];
  const programs = definition.programs(spec, programContextOf(stand));
  const loaded = new Map(
    await Promise.all(
      Object.entries(programs).map(
        async ([name, program]) => [name, await engine.load(engine.lower(program))] as const,
      ),
    ),
  );
  let calls = 0;
  const context: StateContext = {
    run: (name, feeds) => {
      calls++;
      return loaded.get(name)!.run(feeds);
    },
    programs: Object.keys(programs),
    record: { outcome: { kind: 'finished' }, steps: 1, epochs: 1, final: {}, curves: {} },
    weights: stand.weights,
    arm: stand.arm ?? 'arm',
    outputs: stand.outputs,
    train: stand.train,
    test: stand.test ?? stand.train,
    ...(stand.start ? { start: stand.start } : {}),
    ...(stand.partner ? { partner: stand.partner } : {}),
    ...(stand.snapshots ? { snapshots: stand.snapshots } : {}),
    ...(stand.flipped ? { flipped: stand.flipped } : {}),
    stream: (name) => stream(stand.seed ?? '1', name),
  };
  try {
    const result = await definition.evaluate(spec, context);
    if ('missing' in result) throw new Error(`missing: ${result.missing}`);
    return { ...result, calls };
  } finally {
    for (const executable of loaded.values()) await executable.dispose();
  }
}
