import { tfjsEngines } from '../../src/engines/index.ts';
import type { Engine, HostTensor, Tensors } from '../../src/engines/types.ts';
import type { Workload } from '../../src/declare/types.ts';
import { buildModel, initialValue } from '../../src/models/index.ts';
import type { ModelSpec } from '../../src/models/schema.ts';
import type { Model, NamedTensors, ParameterSpec } from '../../src/models/types.ts';
import { buildOptimizer } from '../../src/optimizers/index.ts';
import type { OptimizerSpec } from '../../src/optimizers/schema.ts';
import { lossOf } from '../../src/plan/loss.ts';
import { evaluationProgram } from '../../src/plan/programs/evaluation-programs.ts';
import { prepareProgram, stepProgram } from '../../src/plan/programs/training-programs.ts';
import { gradients, hessianVectorProduct, trace } from '../../src/program/index.ts';
import { lockstep } from '../../src/program/lockstep.ts';
import type { AnyProgram, LoopProgram, ValueType } from '../../src/program/types.ts';
import { stream } from '../../src/random/index.ts';

/** A program with feeds, on which engines are compared. */
export interface Case {
  readonly program: AnyProgram;
  readonly feeds: Tensors;
}

/** A model, data that fit it and a loss. */
export interface Problem {
  readonly model: ModelSpec;
  readonly features: readonly number[];
  readonly loss: Workload['loss'];
}

const ROWS = 24;
const BATCH = 6;
const STEPS = 5;
const OUTPUTS = 4;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);
const float = (shape: readonly number[]): ValueType => ({ shape, dtype: 'float32' });
const under = (group: string, specifications: readonly ParameterSpec[]): Record<string, ValueType> =>
  Object.fromEntries(specifications.map(({ name, shape }) => [`${group}/${name}`, float(shape)]));

function normals(shape: readonly number[], ...path: readonly string[]) {
  return { data: stream('cases', 'data', ...path).fillNormal(new Float32Array(sizeOf(shape))), shape };
}

const isRegression = ({ loss }: Problem): boolean => loss === 'mean-squared-error';

const modelOf = (problem: Problem): Model =>
  buildModel(problem.model, { features: problem.features, outputs: OUTPUTS });

/** Random bytes as features, random classes or targets as labels, and random rows. */
function data(problem: Problem): Tensors {
  const random = stream('cases', 'data', 'examples');
  const features = Uint8Array.from({ length: ROWS * sizeOf(problem.features) }, () => random.integer(256));
  return {
    features: { data: features, shape: [ROWS, ...problem.features] },
    labels: isRegression(problem)
      ? normals([ROWS, OUTPUTS], 'targets')
      : { data: random.fillIntegers(new Int32Array(ROWS), OUTPUTS), shape: [ROWS] },
    rows: { data: random.fillIntegers(new Int32Array(STEPS * BATCH), ROWS), shape: [STEPS, BATCH] },
    'rows/1': { data: random.fillIntegers(new Int32Array(STEPS * BATCH), ROWS), shape: [STEPS, BATCH] },
  };
}

const examplesOf = (problem: Problem) =>
  ({
    count: ROWS,
    featureShape: problem.features,
    storage: 'uint8',
    scale: 1 / 100,
    offset: -1,
    labels: isRegression(problem) ? 'real' : 'class',
  }) as const;

/** Start of a model's parameters and statistics. */
function start(model: Model): Tensors {
  const random = stream('cases', 'init');
  const entries = (group: string, specifications: readonly ParameterSpec[]) =>
    specifications.map(
      (parameter) =>
        [
          `${group}/${parameter.name}`,
          { data: initialValue(parameter, random), shape: parameter.shape },
        ] as const,
    );
  return Object.fromEntries([
    ...entries('parameters', model.parameters),
    ...entries('statistics', model.statistics),
  ]);
}

/** Five training steps. */
export async function trainingCase(problem: Problem, optimizerSpec: OptimizerSpec): Promise<Case> {
  const model = modelOf(problem);
  const optimizer = buildOptimizer(optimizerSpec);
  const examples = examplesOf(problem);
  const program = stepProgram({
    model,
    optimizer,
    loss: lossOf(model, problem.loss),
    batchSize: BATCH,
    source: { kind: 'examples', examples, outputs: OUTPUTS },
    scheduledMomentum: false,
  });
  const prepare = prepareProgram(model, optimizer).program;
  const parameters = start(model);
  const state = prepare ? await run(tfjsEngines['tfjs-cpu'], { program: prepare, feeds: parameters }) : {};
  const noise = optimizer.noise
    ? model.parameters.map(({ name, shape }) => [`noise/${name}`, normals([STEPS, ...shape], name)] as const)
    : [];
  const learningRate = {
    data: Float32Array.from({ length: STEPS }, (_, i) => 0.02 / (i + 1)),
    shape: [STEPS],
  };
  const feeds = { ...parameters, ...state, ...data(problem), learningRate, ...Object.fromEntries(noise) };
  return { program, feeds };
}

/** Loss and accuracy of a net, batch by batch. */
export function evaluationCase(problem: Problem): Case {
  const model = modelOf(problem);
  const examples = examplesOf(problem);
  const loss = lossOf(model, problem.loss);
  const source = { kind: 'examples', examples, outputs: OUTPUTS } as const;
  const program = evaluationProgram({ model, loss }, source, BATCH);
  return { program, feeds: { ...start(model), ...data(problem) } };
}

/** Loss, gradient and Hessian-vector product on one batch, as a straight program. */
export function curvatureCase(problem: Problem): Case {
  const model = modelOf(problem);
  const loss = lossOf(model, problem.loss);
  const names = model.parameters.map(({ name }) => name);
  const types: Record<string, ValueType> = {
    ...under('parameters', model.parameters),
    ...under('statistics', model.statistics),
    ...under('vector', model.parameters),
    features: float([BATCH, ...problem.features]),
    labels: isRegression(problem) ? float([BATCH, OUTPUTS]) : { shape: [BATCH], dtype: 'int32' },
  };
  const program = trace('curvature', types, (inputs) => {
    const group = (prefix: string, specifications: readonly ParameterSpec[]): NamedTensors =>
      Object.fromEntries(specifications.map(({ name }) => [name, inputs[`${prefix}/${name}`]!]));
    const parameters = group('parameters', model.parameters);
    const value = loss({
      parameters,
      statistics: group('statistics', model.statistics),
      features: inputs['features']!,
      labels: inputs['labels']!,
      training: true,
    }).loss;
    const list = names.map((name) => parameters[name]!);
    const first = gradients(value, list);
    const second = hessianVectorProduct(
      value,
      list,
      names.map((name) => inputs[`vector/${name}`]!),
    );
    return Object.fromEntries([
      ['loss', value],
      ...names.flatMap((name, i) => [
        [`gradient/${name}`, first[i]!],
        [`product/${name}`, second[i]!],
      ]),
    ]) as NamedTensors;
  });
  const vectors = model.parameters.map(
    ({ name, shape }) => [`vector/${name}`, normals(shape, 'vector', name)] as const,
  );
  const labels = data(problem)['labels']!;
  const batchLabels = {
    data: labels.data.slice(0, (labels.data.length / ROWS) * BATCH),
    shape: [BATCH, ...labels.shape.slice(1)],
  };
  const features = normals([BATCH, ...problem.features], 'features');
  return {
    program,
    feeds: { ...start(model), ...Object.fromEntries(vectors), features, labels: batchLabels },
  };
}

/**
 * Five training steps of three replicates in lockstep, each with weights, mini-batches and learning rate of its own.
 */
export async function lockstepCase(problem: Problem, optimizerSpec: OptimizerSpec): Promise<Case> {
  const replicates = 3;
  const { program, feeds } = await trainingCase(problem, optimizerSpec);
  const loop = program as LoopProgram;
  const batched = [...loop.gathered.map(({ input }) => input), 'learningRate'];
  const random = stream('cases', 'data', 'lockstep');
  const own = Object.entries(feeds).map(([name, tensor]): [string, HostTensor] => {
    if (name === 'rows') {
      const shape = [STEPS, replicates, BATCH];
      return [name, { data: random.fillIntegers(new Int32Array(sizeOf(shape)), ROWS), shape }];
    }
    if (name === 'learningRate')
      return [
        name,
        {
          data: random.fillUniform(new Float32Array(STEPS * replicates), 0.001, 0.02),
          shape: [STEPS, replicates],
        },
      ];
    if (!loop.carried.includes(name)) return [name, tensor];
    const shape = [replicates, ...tensor.shape];
    const size = sizeOf(tensor.shape);
    const data = Float32Array.from(
      { length: replicates * size },
      (_, i) => tensor.data[i % size]! * (1 + Math.floor(i / size) / 10),
    );
    return [name, { data, shape }];
  });
  return { program: lockstep(loop, batched, replicates), feeds: Object.fromEntries(own) };
}

/** Lowers, loads, runs and disposes. */
export async function run(engine: Engine, { program, feeds }: Case): Promise<Tensors> {
  const executable = await engine.load(engine.lower(program));
  try {
    return await executable.run(feeds);
  } finally {
    await executable.dispose();
  }
}
