import type { Dataset } from '../datasets/types.ts';
import { loadData } from './arms/load-data.ts';
// Not the room's index: a plan that measures nothing needs no measures.
import { examplesShape, type ExamplesShape, type ProgramContext } from '../measures/definition.ts';
import { checkModel, guardedModel, loadModel, noiseShape, resolveModel } from '../models/index.ts';
import { checkOptimizer, loadOptimizer, resolveOptimizer, takesMomentum } from '../optimizers/index.ts';
import type { DataShape, Model, ParameterSpec } from '../models/types.ts';
import type { Optimizer } from '../optimizers/types.ts';
import { samplers } from '../samplers/index.ts';
import type { Condition } from './arms/conditions.ts';
import { lossOf, type TracedLoss } from './loss.ts';
import { stepLayout } from './step-layout.ts';
import type { BatchSource } from './programs/batch-inputs.ts';
import { demandSteadyModel } from './programs/steady-model.ts';
import { AssayError } from '../errors.ts';

/** What a condition's words stand for: the data, the net, the loss and the optimizer themselves. */
export interface Workbench {
  readonly condition: Condition;
  readonly dataset: Dataset;
  /** Training examples; 0 where each step draws gradient noise instead. */
  readonly examples: number;
  readonly source: BatchSource;
  readonly optimizer: Optimizer;
  readonly loss: TracedLoss;
  readonly context: ProgramContext;
  /** Plain data that determine every program made of this. */
  readonly identity: unknown;
}

/**
 * Loads and builds what a condition names.
 *
 * @throws AssayError `data` where the data cannot be had, `configuration` where parts do not fit together or a
 * reference leads nowhere, `program` where a custom model or optimizer does not keep to its form, or does not do the
 * same at every call
 */
export async function workbenchOf(
  condition: Condition,
  options: { readonly dataDir?: string | undefined; readonly tier: 'quick' | 'full' },
): Promise<Workbench> {
  const dataset = await loadData(condition.data, options);
  const [train, test] = [examplesShape(dataset.train), examplesShape(dataset.test)];
  const source = sourceOf(condition, dataset);
  const dataShape =
    source.kind === 'noise'
      ? { features: source.shape, outputs: 0 }
      : { features: dataset.train.featureShape, outputs: dataset.outputs };
  checkLoss(condition, train, dataset);
  const examples = source.kind === 'noise' ? 0 : dataset.train.count;
  const { model, optimizer } = await partsOf(condition, dataShape, examples, source);
  checkSampler(condition, model);
  const traced = lossOf(model, condition.loss);
  return {
    condition,
    dataset,
    examples,
    source,
    optimizer,
    loss: traced,
    context: {
      model,
      loss: (input) => traced({ ...input, training: false }).loss,
      lossKind: condition.loss,
      dataShape,
      train,
      test,
    },
    identity: {
      model: resolveModel(condition.model),
      optimizer: resolveOptimizer(condition.optimizer),
      ...(optimizer.ofRun === undefined ? {} : { ofRun: optimizer.ofRun }),
      loss: condition.loss,
      dataShape,
      train,
      test,
    },
  };
}

/** The model and the optimizer; what comes by reference is tried before anything is made of it. */
async function partsOf(condition: Condition, data: DataShape, examples: number, source: BatchSource) {
  checkMomentum(condition);
  const from = '.'; // conditions hold absolute paths
  const model = await loadModel(condition.model, data, { from });
  const rates = () => stepLayout({ ...condition, examples })['learningRate']!.data;
  if (condition.model.kind === 'custom') {
    demandSteadyModel({
      spec: condition.model,
      model,
      loss: (input) => lossOf(model, condition.loss)(input),
      source,
      steps: rates().length,
    });
    checkModel(model, data);
  }
  const { parameters } = model;
  const optimizer = await loadOptimizer(condition.optimizer, {
    from,
    parameters,
    ...(condition.optimizer.kind === 'custom' ? { rates: rates() } : {}),
  });
  if (condition.optimizer.kind === 'custom') tryOptimizer(optimizer, condition, parameters);
  return { model: guardedModel(model, data), optimizer };
}

const tried = new Set<string>();

/**
 * Tries an optimizer on parameters once in the life of the process: the module that it comes from is loaded once too.
 */
function tryOptimizer(
  optimizer: Optimizer,
  condition: Condition,
  parameters: readonly ParameterSpec[],
): void {
  const momentum = condition.momentum !== undefined;
  const shapes = parameters.map(({ name, shape }) => [name, shape]);
  const name = JSON.stringify([condition.optimizer, momentum, shapes]);
  if (tried.has(name)) return;
  checkOptimizer(optimizer, parameters, { momentum });
  tried.add(name);
}

/** An arm's momentum that the optimizer would not see is a mistake. */
function checkMomentum({ momentum, optimizer }: Condition): void {
  if (momentum === undefined) return;
  if (!takesMomentum(optimizer))
    throw new AssayError(
      'configuration',
      `Cannot use the arm's momentum: expected an optimizer that declares momentum, got ${optimizer.kind}`,
    );
}

/** Cross-entropy compares with classes; and where examples have classes there are at least two. */
function checkLoss({ loss }: Condition, { labels }: ExamplesShape, { name, outputs }: Dataset): void {
  if (loss === 'model') return;
  const refused = (expected: string, got: string) =>
    new AssayError('configuration', `Cannot train by ${loss} on ${name}: expected ${expected}, got ${got}`);
  if (labels === 'real' && loss === 'cross-entropy') throw refused('examples with classes', 'real targets');
  if (labels === 'class' && outputs < 2) throw refused('at least 2 classes', String(outputs));
}

/** A normalization over the batch ties the examples together: they have no gradients of their own to weigh. */
function checkSampler({ sampler }: Condition, { kind, statistics }: Model): void {
  if (samplers[sampler].weights !== null && statistics.length > 0)
    throw new AssayError(
      'configuration',
      `Cannot draw ${sampler} mini-batches: expected a model without running statistics, got ${kind} with ${statistics[0]!.name}`,
    );
}

function sourceOf(condition: Condition, dataset: Dataset): BatchSource {
  const noise = noiseShape(resolveModel(condition.model));
  const drawn = condition.data.kind === 'gradient-noise';
  const { weights } = samplers[condition.sampler];
  if (drawn !== (noise !== undefined))
    throw new AssayError(
      'configuration',
      `Cannot train model ${condition.model.kind} on ${condition.data.kind}: expected ${drawn ? 'a model with a loss of its own' : "data of kind 'gradient-noise'"}, got another`,
    );
  return noise === undefined
    ? {
        kind: 'examples',
        examples: examplesShape(dataset.train),
        outputs: dataset.outputs,
        ...(weights === null ? {} : { weights }),
      }
    : { kind: 'noise', shape: noise.features };
}
