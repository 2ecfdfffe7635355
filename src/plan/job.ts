import type { HostTensor } from '../engines/types.ts';
import type { ExamplesShape } from '../measures/index.ts';
import { Artifacts } from './artifacts.ts';
import { estimateMs } from './estimate.ts';
import { digestOf, digestOfTensors } from './identity.ts';
import { stepLayout } from './step-layout.ts';
import { evaluationProgram, prepareProgram, stepProgram } from './training-programs.ts';
import type { Job, Key, ScheduleTensors } from './types.ts';
import type { Workbench } from './workbench.ts';

/** A job without its seed, and the schedule that all seeds share. */
export interface JobTemplate {
  readonly parts: Omit<Job, 'key' | 'seed'>;
  readonly schedule: ScheduleTensors;
}

/** Largest chunk of an evaluation, in examples: large enough for matrix products, small enough for the cache. */
const CHUNK = 500;
/** Curves are recorded once an epoch, or a hundred times where there are no epochs. */
const CURVE_EVERY = 1;

/**
 * What one arm trains, for any seed: traces and lowers its programs and lays out its steps.
 *
 * @throws AssayError `program` or `configuration` where the parts do not fit
 */
export function jobTemplate(bench: Workbench, record: Job['record'], artifacts: Artifacts): JobTemplate {
  const { condition, context, dataset, examples, optimizer } = bench;
  const layout = stepLayout({
    ...condition,
    examples,
    ...(record === 'curves' ? { recordEvery: CURVE_EVERY } : {}),
  });
  const schedule = shareTensors(layout);
  const sizes = [...new Set(schedule['batchSize']!.data)].sort((a, b) => a - b);
  const step = (batchSize: number): Key =>
    artifacts.add({ program: 'step', batchSize, momentum: 'momentum' in schedule, of: bench.identity }, () =>
      stepProgram({
        model: context.model,
        optimizer,
        loss: bench.loss,
        batchSize,
        examples: context.train,
        outputs: dataset.outputs,
        scheduledMomentum: 'momentum' in schedule,
      }),
    );
  const prepared = prepareProgram(context.model, optimizer).program;
  const parts = {
    engine: artifacts.engine.name,
    engineVersion: artifacts.engine.version,
    steps: Object.fromEntries(sizes.map((size) => [size, step(size)])),
    ...(prepared === undefined
      ? {}
      : { prepare: artifacts.add({ program: 'prepare', of: bench.identity }, () => prepared) }),
    evaluate: {
      train: evaluationOf(bench, context.train, artifacts),
      ...(context.test.count > 0 ? { test: evaluationOf(bench, context.test, artifacts) } : {}),
    },
    dataset: dataset.digest,
    examples,
    parameters: context.model.parameters,
    statistics: context.model.statistics,
    schedule: digestOfTensors(schedule),
    sampler: condition.sampler,
    noise: optimizer.noise
      ? Object.fromEntries(context.model.parameters.map(({ name, shape }) => [`noise/${name}`, shape]))
      : {},
    evaluated: 'last' as const,
    ...(condition.stop.kind === 'trainLoss' ? { stopBelow: condition.stop.below } : {}),
    record,
  };
  return { parts: { ...parts, estimatedMs: estimateMs(parts, schedule, context) }, schedule };
}

/** The job of one replicate: the template with its seed, under the digest of all that determines the outcome. */
export function jobOf({ parts }: JobTemplate, seed: string): Job {
  const { estimatedMs: _estimate, ...identity } = parts;
  return { ...parts, seed, key: digestOf({ version: 1, ...identity, seed }) };
}

/** Loops over equal chunks, and over what is left of a set that they do not divide. */
function evaluationOf(
  { context, loss, dataset, identity }: Workbench,
  examples: ExamplesShape,
  artifacts: Artifacts,
): Readonly<Record<number, Key>> {
  const chunk = Math.min(CHUNK, examples.count);
  const sizes = [chunk, examples.count % chunk].filter((size) => size > 0);
  return Object.fromEntries(
    sizes.map((size) => [
      size,
      artifacts.add({ program: 'evaluate', size, examples, of: identity }, () =>
        evaluationProgram({ model: context.model, loss, outputs: dataset.outputs, examples, chunk: size }),
      ),
    ]),
  );
}

/** The same tensors on shared memory, so that workers do not copy them. */
function shareTensors(tensors: ScheduleTensors): ScheduleTensors {
  const share = ({ data, shape }: HostTensor): HostTensor => {
    const memory = new SharedArrayBuffer(data.byteLength);
    const copy = data instanceof Int32Array ? new Int32Array(memory) : new Float32Array(memory);
    copy.set(data);
    return { data: copy, shape };
  };
  return Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [name, share(tensor)]));
}
