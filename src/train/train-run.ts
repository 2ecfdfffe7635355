import type { Dataset } from '../datasets/types.ts';
import type { Executable, Tensors } from '../engines/types.ts';
import { initialTensors } from '../models/initial-tensors.ts';
import type { Job, Key, ScheduleTensors } from '../plan/types.ts';
import { evaluateOn, tables } from './evaluate.ts';
import { ExampleRows, loadOfStep } from './example-rows.ts';
import { GaussianNoise } from './gaussian-noise.ts';
import { RunJournal } from './run-journal.ts';
import { segments, type Segment } from './segments.ts';
import { stepDraws } from './step-draws.ts';
import type { RunOutcome, TrainedRun } from './types.ts';

/** What a run needs beside its job. */
export interface RunResources {
  readonly dataset: Dataset;
  readonly schedule: ScheduleTensors;
  /** A loaded program; the caller keeps it. */
  readonly executable: (artifact: Key) => Promise<Executable>;
  readonly stopRequested: () => boolean;
}

/**
 * Trains one run from its seed to its stop rule. The same job gives the same bytes wherever it runs.
 *
 * A loss or a parameter that is not finite ends the run as `diverged`; a requested stop ends it as `interrupted`.
 *
 * @throws AssayError as the engine does
 */
export async function trainRun(job: Job, resources: RunResources): Promise<TrainedRun> {
  const { dataset, schedule } = resources;
  const batchSizes = schedule['batchSize']!.data as Int32Array;
  const checks = schedule['checks']!.data as Int32Array;
  const journal = new RunJournal(job, schedule);
  const rows = new ExampleRows(job);
  const resident = residentTables(job, dataset);
  const noise = new GaussianNoise(job);
  let carried = await start(job, resources);
  let outcome: RunOutcome = { kind: 'finished' };

  if (job.snapshots?.[0] === 0) journal.keep(await endState(job, resources, carried));
  const rowsOf = (batchSize: number) => loadOfStep(job, batchSize);
  for (const segment of segments(batchSizes, checks, job.snapshots, rowsOf)) {
    if (resources.stopRequested()) {
      outcome = { kind: 'interrupted', step: segment.from };
      break;
    }
    const loop = await resources.executable(job.steps[segment.batchSize]!);
    const { loss, ...next } = await loop.run({
      ...carried,
      ...scheduled(segment, schedule),
      ...noise.draw(segment.to - segment.from, segment.batchSize),
      ...stepDraws(job, segment),
      ...rows.draw(segment),
      ...resident,
    });
    carried = next;
    const failed = firstNonFinite(loss!.data);
    journal.advance(segment.to);
    if (failed >= 0) {
      journal.advance(segment.from + failed);
      outcome = { kind: 'diverged', step: segment.from + failed, what: 'train-loss' };
      break;
    }
    if (segment.keep) journal.keep(await endState(job, resources, carried));
    if (!segment.check || !(job.stopBelow !== undefined || job.record === 'curves')) continue;
    const trainLoss = await look(job, resources, carried, journal, job.record === 'curves');
    if (trainLoss < (job.stopBelow ?? -Infinity) || !Number.isFinite(trainLoss)) break;
  }

  if (outcome.kind === 'finished') outcome = await finish(job, resources, carried, journal);
  return journal.close(outcome, await endState(job, resources, carried));
}

/** Parameters from the `init` stream, running statistics at their start, and the optimizer's state for them. */
export async function start(job: Job, { executable }: RunResources): Promise<Tensors> {
  const parameters = grouped('parameters', initialTensors(job.parameters, job.seed));
  const statistics = grouped('statistics', initialTensors(job.statistics, job.seed));
  const state = job.prepare === undefined ? {} : await (await executable(job.prepare)).run(parameters);
  return { ...parameters, ...statistics, ...state };
}

/** Named as the job's programs name them: `parameters/hidden1.weight`. */
const grouped = (group: string, tensors: Tensors): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, tensor]) => [`${group}/${name}`, tensor]));

/** The schedule's values for the steps of a segment. */
export function scheduled({ from, to }: Segment, schedule: ScheduleTensors): Tensors {
  const values = Object.entries(schedule).filter(([name]) => name !== 'batchSize' && name !== 'checks');
  return Object.fromEntries(
    values.map(([name, { data }]) => [name, { data: data.slice(from, to), shape: [to - from] }]),
  );
}

/** The tables that a training loop reads its examples from, if there are any. */
export const residentTables = ({ examples }: Job, { train }: Dataset): Tensors =>
  examples === 0 ? {} : tables(train);

async function finish(
  job: Job,
  resources: RunResources,
  carried: Tensors,
  journal: RunJournal,
): Promise<RunOutcome> {
  if (isBroken(carried)) return { kind: 'diverged', step: journal.steps, what: 'parameters' };
  const trainLoss = await look(job, resources, carried, journal, true);
  return Number.isFinite(trainLoss)
    ? { kind: 'finished' }
    : { kind: 'diverged', step: journal.steps, what: 'train-loss' };
}

/** Evaluates the net where the run stands, unless that is known already; the full training loss decides what comes next. */
async function look(
  job: Job,
  resources: RunResources,
  carried: Tensors,
  journal: RunJournal,
  withTest: boolean,
): Promise<number> {
  const wanted = setsOf(job, withTest).filter((set) => !journal.knows(set));
  if (wanted.length === 0) return journal.trainLoss;
  const net = await endState(job, resources, carried);
  for (const set of wanted) journal.note(set, (await evaluateOn(set, job, resources, net))[0]!);
  return journal.trainLoss;
}

/** The sets that a run is evaluated on. */
export const setsOf = ({ evaluate }: Job, withTest: boolean): readonly ('train' | 'test')[] =>
  withTest && evaluate.test !== undefined ? ['train', 'test'] : ['train'];

/** The net that is evaluated and kept: the last parameters, or what the optimizer makes of them, and running statistics. */
export async function endState(job: Job, { executable }: RunResources, carried: Tensors): Promise<Tensors> {
  if (job.evaluated === undefined) return netOf(carried);
  return { ...netOf(carried), ...(await (await executable(job.evaluated)).run(carried)) };
}

/** Parameters and running statistics of what flows from step to step. */
export const netOf = (carried: Tensors): Tensors => ({
  ...pick(carried, 'parameters/'),
  ...pick(carried, 'statistics/'),
});

/** Whether any number of what flows from step to step is not finite. */
export const isBroken = (carried: Tensors): boolean =>
  Object.values(carried).some(({ data }) => firstNonFinite(data) >= 0);

const pick = (tensors: Tensors, prefix: string): Tensors =>
  Object.fromEntries(Object.entries(tensors).filter(([name]) => name.startsWith(prefix)));

/** Index of the first value that is not finite, or −1. */
export function firstNonFinite(values: ArrayLike<number>): number {
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) return i;
  return -1;
}
