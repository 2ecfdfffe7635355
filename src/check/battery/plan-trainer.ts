import { dataSchema } from '../../datasets/schema.ts';
import { loadDataset } from '../../datasets/index.ts';
import type { Condition } from '../../plan/arms/conditions.ts';
import {
  contentsOf,
  externalJobOf,
  externalTemplate,
  identityOf,
  type ExternalTemplate,
} from '../../plan/arms/external.ts';
import { digestOf } from '../../plan/identity.ts';
import { seedsOf } from '../../plan/replicates.ts';
import { stepLayout } from '../../plan/step-layout.ts';
import type { ExternalJob } from '../../plan/types.ts';
import { AssayError } from '../../errors.ts';
import type { TrainerIdentity } from '../../trainers/index.ts';
import type { BatteryCase } from './battery.ts';
import { dataFiles } from '../trainer/data-files.ts';
import { SEEDS, type PlannedBattery, type PlannedCase } from './plan-battery.ts';
import type { ExternalTarget, Target } from '../types.ts';

/** A battery, planned for an external trainer. */
export interface PlannedTrainer extends PlannedBattery {
  readonly who: TrainerIdentity;
  /** Digests of the files that the target declares, and of arguments of its command that are files. */
  readonly files: Readonly<Record<string, string>>;
  /** Cases whose models or data the trainer says it does not train. */
  readonly leftOut: readonly string[];
}

/**
 * Plans the cases of a battery that an external trainer can do. Its program cannot be seen into: a case has a digest of
 * the mathematics only where the trainer reports one of itself.
 *
 * @throws AssayError `configuration` where its program is not found, or it trains no case; `infrastructure` where it
 * does not shake hands, with its captured standard error; `data` where data are missing
 */
export async function planTrainer(
  target: Target & { readonly trainer: ExternalTarget },
  cases: readonly BatteryCase[],
  options: {
    readonly baseSeed: string;
    readonly dataDir?: string | undefined;
    /** Seeds of a case; those of all looks unless said. */
    readonly seeds?: number;
  },
): Promise<PlannedTrainer> {
  const { spec, directory } = target.trainer;
  const who = await identityOf(spec, directory);
  const known = ({ model, data, traced }: BatteryCase) =>
    traced === undefined &&
    // A model of ours by reference is nothing that another program could load.
    model.kind !== 'custom' &&
    (who.models?.includes(model.kind) ?? true) &&
    (who.data?.includes(data.kind) ?? true);
  const wanted = cases.filter(known);
  if (wanted.length === 0)
    throw new AssayError(
      'configuration',
      `Cannot check ${target.file}: expected a trainer of ${problemsOf(cases)}, got one of ${(who.models ?? ['any model']).join(', ')} on ${(who.data ?? ['any data']).join(', ')}`,
    );
  const planned: PlannedCase[] = [];
  const external: ExternalJob[] = [];
  for (const each of wanted) {
    const template = await templateOf(each, target, options.dataDir);
    const seeds = seedsOf(options.baseSeed, each.deterministic ? 1 : (options.seeds ?? SEEDS));
    const { fresh } = target.trainer;
    const jobs = seeds.map((seed) => ({ ...externalJobOf(template, seed), ...(fresh && { fresh }) }));
    external.push(...jobs);
    const { model, loss, learningRate, batchSize, length, every } = each;
    planned.push({
      id: each.id,
      programs: trainerPrograms(template),
      setting: digestOf({
        ...{ model, loss, learningRate, batchSize, length, every, seeds },
        data: template.dataset.digest,
      }),
      runs: Object.fromEntries(jobs.map(({ seed, key }) => [seed, key])),
      deterministic: each.deterministic ?? false,
      ...(each.lossFloor === undefined ? {} : { lossFloor: each.lossFloor }),
    });
  }
  return {
    cases: planned,
    runPlan: { artifacts: new Map(), constants: new Map(), datasets: new Map(), jobs: [], external },
    files: await contentsOf(spec, directory),
    who,
    leftOut: cases.filter((each) => !known(each)).map(({ id }) => id),
  };
}

const problemsOf = (cases: readonly BatteryCase[]): string =>
  [...new Set(cases.map(({ model, data }) => `${model.kind} on ${data.kind}`))].join(', ');

/**
 * What stands for the mathematics of a trainer: what it says it is, and what it is told of the optimizer. Empty where
 * it says nothing.
 */
export function trainerPrograms({
  who,
  parts,
}: Pick<ExternalTemplate, 'who'> & { readonly parts: ExternalTemplate['parts'] }): PlannedCase['programs'] {
  if (who.digest === undefined) return {};
  const { optimizer, options } = parts.job;
  return {
    trainer: digestOf({ ...who, optimizer, options: options ?? null, env: parts.trainer.env }),
  };
}

async function templateOf(
  each: BatteryCase,
  target: Target & { readonly trainer: ExternalTarget },
  dataDir: string | undefined,
): Promise<ExternalTemplate> {
  const dataset = await loadDataset(dataSchema.parse(each.data), dataDir === undefined ? {} : { dataDir });
  const noise = each.data.kind === 'gradient-noise';
  const condition: Condition = {
    model: each.model,
    data: each.data,
    loss: each.loss,
    optimizer: target.spec,
    learningRate: each.learningRate,
    batchSize: each.batchSize,
    sampler: 'epoch-shuffle',
    stop: noise ? { kind: 'steps', steps: each.length } : { kind: 'epochs', epochs: each.length },
  };
  const schedule = stepLayout({ ...condition, examples: noise ? 0 : dataset.train.count });
  const { spec, directory } = target.trainer;
  const template = await externalTemplate(
    { ...condition, trainer: spec },
    { directory, dataDir, metricsEvery: each.every },
    dataset,
    schedule,
  );
  if (each.data.kind !== 'words') return template;
  // Drawn here, and so in no file that a trainer could read.
  const { parts, ...rest } = template;
  return { ...rest, parts: { ...parts, job: { ...parts.job, dataPath: dataFiles(dataset) } } };
}
