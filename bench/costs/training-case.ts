import { onnxEngine } from '../../src/engines/onnx/engine.ts';
import type { HostTensor, Tensors } from '../../src/engines/types.ts';
import { initialTensors } from '../../src/models/initial-tensors.ts';
import type { Condition } from '../../src/plan/arms/conditions.ts';
import { type Work, workOf } from '../../src/plan/costs/work.ts';
import { inLockstep } from '../../src/plan/lockstep.ts';
import { evaluationProgram } from '../../src/plan/programs/evaluation-programs.ts';
import { prepareProgram, stepProgram } from '../../src/plan/programs/training-programs.ts';
import { type Workbench, workbenchOf } from '../../src/plan/workbench.ts';
import { flatten } from '../../src/program/tree.ts';
import type { LoopProgram } from '../../src/program/types.ts';
import { stream } from '../../src/random/index.ts';
import { tables } from '../../src/train/evaluate.ts';

/** A loop that is measured: what an arm trains in so many replicates at once, or how it is evaluated. */
export interface MeasuredCase {
  readonly name: string;
  readonly kind: 'step' | 'evaluation';
  readonly condition: Partial<Condition> & Pick<Condition, 'model' | 'data' | 'batchSize'>;
  readonly lanes: number;
}

/** The loop of a case, what a step of it computes, and feeds for so many steps. */
export interface PreparedCase {
  readonly loop: LoopProgram;
  readonly work: Work;
  feeds(steps: number): Tensors;
}

const defaults = {
  loss: 'cross-entropy',
  optimizer: { kind: 'sgd' },
  learningRate: 0.001,
  sampler: 'iid',
  stop: { kind: 'steps', steps: 1 },
} as const;

const sizeOf = (shape: readonly number[]) => shape.reduce((product, length) => product * length, 1);

/** Traces the loop of a case and draws what it is fed. */
export async function prepareCase({ kind, condition, lanes }: MeasuredCase): Promise<PreparedCase> {
  const bench = await workbenchOf({ ...defaults, ...condition }, { tier: 'quick' });
  const single = singleLoop(bench, kind, condition.batchSize as number);
  const loop = inLockstep(single, lanes);
  const starts: Tensors[] = [];
  for (let lane = 0; lane < lanes; lane++) starts.push(await startOf(bench, `costs/${lane}`));
  return { loop, work: workOf(single), feeds: (steps) => feedsOf(loop, bench, starts, steps) };
}

function singleLoop(bench: Workbench, kind: MeasuredCase['kind'], batchSize: number): LoopProgram {
  const { optimizer, source, loss, context } = bench;
  const { model } = context;
  if (kind === 'step')
    return stepProgram({ model, optimizer, loss, batchSize, source, scheduledMomentum: false });
  if (source.kind === 'noise') throw new RangeError('Cannot evaluate chunks: expected examples, got noise');
  return evaluationProgram({ model, loss }, source, batchSize);
}

async function startOf({ context: { model }, optimizer }: Workbench, seed: string): Promise<Tensors> {
  const parameters = flatten({ parameters: initialTensors(model.parameters, seed) });
  const statistics = flatten({ statistics: initialTensors(model.statistics, seed) });
  const { program } = prepareProgram(model, optimizer);
  if (program === undefined) return { ...parameters, ...statistics };
  const executable = await onnxEngine.load(onnxEngine.lower(program));
  const state = await executable.run(parameters);
  await executable.dispose();
  return { ...parameters, ...statistics, ...state };
}

function feedsOf(loop: LoopProgram, bench: Workbench, starts: readonly Tensors[], steps: number): Tensors {
  const shapes = new Map(loop.body.inputs.map(({ name, id }) => [name, loop.body.values[id]!.shape]));
  const random = stream('costs', 'order');
  const all: Record<string, HostTensor> = {};
  const outside = new Set([...loop.scanned, ...loop.gathered.map(({ input }) => input)]);
  for (const [name, shape] of shapes) {
    if (outside.has(name)) continue;
    const parts = starts.map((start) => start[name]!.data);
    const data = new Float32Array(sizeOf(shape));
    parts.forEach((part, lane) => data.set(part, lane * part.length));
    all[name] = { data, shape };
  }
  for (const name of loop.scanned) {
    const shape = [steps, ...shapes.get(name)!];
    const data = new Float32Array(sizeOf(shape));
    all[name] = { data: name === 'learningRate' ? data.fill(0.001) : random.fillNormal(data, 0, 1), shape };
  }
  for (const { input, indices, lead } of loop.gathered) {
    const shape = [steps, ...shapes.get(input)!.slice(0, lead ?? 1)];
    const data = Int32Array.from({ length: sizeOf(shape) }, () => random.integer(bench.examples));
    all[indices] ??= { data, shape };
  }
  return { ...all, ...(loop.gathered.length > 0 ? tables(bench.dataset.train) : {}) };
}
