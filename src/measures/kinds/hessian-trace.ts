import { AssayError } from '../../errors.ts';
import { walkData, total } from '../net/data-runs.ts';
import type { ProgramContext, StateContext, StateMeasure } from '../definition.ts';
import { denseTrace } from '../net/dense-trace.ts';
import { structureOf } from '../net/dense-uses.ts';
import { hutchPlusPlus } from '../estimators/hutch-plus-plus.ts';
import { finite, hessianOperator, WALK_BATCH } from '../net/hessian-operator.ts';
import { hessianProduct, quadraticForms } from '../net/hessian-programs.ts';
import { hutchinson } from '../estimators/hutchinson.ts';
import type { TraceSamples } from '../estimators/hutchinson.ts';
import { netVectors } from '../net/net-vectors.ts';
import type { NetVectors } from '../net/net-vectors.ts';
import { signs } from '../estimators/operator.ts';
import { countOf, partsOf } from '../net/parts.ts';
import type { Part } from '../net/parts.ts';
import type { ResolvedMeasureSpec } from '../schema.ts';
import type { MeasureValue } from '../types.ts';

type Spec = ResolvedMeasureSpec<'hessianTrace'>;

/** A net with more parameters than this has its exact trace by columns refused: it would take one product for each. */
const MOST_COLUMNS = 4096;
/** Probe values of one call of the engine: 16 MB as float32. */
const MOST_VALUES = 2 ** 22;

/** Batches for fresh probes: about 32 of them, neither tiny nor larger than the cache holds. */
const blocksOf = (count: number) => partsOf(count, Math.max(16, Math.min(256, Math.ceil(count / 32))));
const columnsOf = (count: number) => partsOf(count, 1024);
const wholeOf = (count: number) => partsOf(count, WALK_BATCH);

/** Below this many parameters the exact trace by columns costs no more than an estimate. */
const FEW_COLUMNS = 256;

const methods: {
  readonly [M in Spec['method']]: {
    programs(count: number, context: ProgramContext): ReturnType<StateMeasure['programs']>;
    evaluate(count: number, spec: Spec, context: StateContext): Promise<MeasureValue>;
  };
} = {
  hutchinson: {
    programs: (count, context) => quadraticForms(context, blocksOf(count)),
    evaluate: async (count, { relativeError, maxProbes }, context) => {
      const parts = blocksOf(count);
      const vectors = netVectors(context.weights.parameters);
      const blocks = parts.reduce((sum, { steps }) => sum + steps, 0);
      const target = { relativeError, maxPasses: maxProbes, blocks };
      const found = await hutchinson(blockSamples(context, parts, vectors), target);
      return {
        value: found.estimate,
        standardError: found.standardError,
        detail: { passes: found.passes, probes: found.passes * blocks, converged: Number(found.converged) },
      };
    },
  },
  'hutch++': {
    programs: (count, context) => hessianProduct(context, wholeOf(count)),
    evaluate: async (count, { relativeError, maxProbes }, context) => {
      const found = await hutchPlusPlus(hessianOperator(context, wholeOf(count)), context.stream('probe'), {
        relativeError,
        maxApplications: maxProbes,
      });
      const { estimate, standardError, applications, rank, converged } = found;
      return { value: estimate, standardError, detail: { applications, rank, converged: Number(converged) } };
    },
  },
  auto: {
    programs: (count, context) => {
      const exact = parametersOf(context) <= FEW_COLUMNS || structureOf(context).piecewiseLinear;
      return methods[exact ? 'exact' : 'hutchinson'].programs(count, context);
    },
    evaluate: (count, spec, context) => {
      const few = netVectors(context.weights.parameters).dimension <= FEW_COLUMNS;
      const exact = few || context.programs.includes('denseTrace');
      return methods[exact ? 'exact' : 'hutchinson'].evaluate(count, spec, context);
    },
  },
  exact: {
    programs: (count, context) => {
      if (structureOf(context).piecewiseLinear) return denseTrace(context, wholeOf(count));
      const parameters = parametersOf(context);
      if (parameters > MOST_COLUMNS)
        throw new AssayError(
          'configuration',
          `Cannot compute Tr(H) of model ${context.model.kind} exactly: expected a dense ReLU net or at most ${MOST_COLUMNS} parameters, got ${parameters}; use method hutchinson`,
        );
      return quadraticForms(context, columnsOf(count));
    },
    evaluate: async (count, _, context) => ({
      value: context.programs.includes('denseTrace')
        ? total(await walkData(context, { program: 'denseTrace', parts: wholeOf(count) }), 'trace')
        : await traceByColumns(context, columnsOf(count)),
      standardError: 0,
    }),
  },
};

/**
 * Tr(H) of the mean training loss at the end of training, over the first `examples` of the training set.
 *
 * `hutchinson` draws a fresh ±1 probe for every batch of the data, so one pass over the data averages some 32 probes;
 * its standard error is that of the mean over passes. `hutch++` works on the whole Hessian and deflates its range.
 * `exact` has no error: for dense piecewise linear nets (ReLU) of any size it is also the fastest
 * (`dense-trace.ts`), for other nets it sums the diagonal and is limited to small ones. `auto` is `exact` for those
 * and `hutchinson` for all others, so that one hypothesis can have nets of both sorts. Probes come from the stream
 * `probe` of the run's seed, so arms of one seed share them.
 *
 * @see Hutchinson 1990; Meyer et al. 2021; Jastrzębski et al. 2017 for its use as the width of a minimum
 */
export const hessianTrace: StateMeasure<'hessianTrace'> = {
  kind: 'hessianTrace',
  unit: 'nats',
  scale: 'log',
  better: 'neither',
  worst: 'none',
  needs: 'weights',
  version: 1,
  programs: (spec, context) => methods[spec.method].programs(countOf(spec, context.train.count), context),
  evaluate: async (spec, context) =>
    finite(await methods[spec.method].evaluate(countOf(spec, context.train.count), spec, context)),
};

function parametersOf({ model }: ProgramContext): number {
  return model.parameters.reduce(
    (sum, { shape }) => sum + shape.reduce((product, length) => product * length, 1),
    0,
  );
}

/** Tr(H) for measures that build on it: exact for dense ReLU nets and small ones, else Hutchinson's to 5 %. */
export const bestTrace = {
  programs: (count: number, context: ProgramContext): ReturnType<StateMeasure['programs']> =>
    methods.auto.programs(count, context),
  evaluate: (count: number, context: StateContext): Promise<MeasureValue> =>
    methods.auto.evaluate(
      count,
      { kind: 'hessianTrace', method: 'auto', relativeError: 0.05, maxProbes: 512 },
      context,
    ),
};

/** Samples of Tr(H) with a fresh probe for each batch: as many passes a call as its probes' memory allows. */
function blockSamples(context: StateContext, parts: readonly Part[], vectors: NetVectors): TraceSamples {
  const draws = context.stream('probe');
  const blocks = parts.reduce((sum, { steps }) => sum + steps, 0);
  const rounds = Math.max(1, Math.floor(MOST_VALUES / (blocks * vectors.dimension)));
  return async (passes) => {
    const values: Float64Array[] = [];
    for (let done = 0; done < passes; done += rounds)
      values.push(...(await samplePasses(Math.min(rounds, passes - done))));
    return values;
  };

  async function samplePasses(passes: number): Promise<Float64Array[]> {
    // Drawn pass by pass, so that the numbers do not depend on how many passes share a call.
    const probes = Array.from({ length: passes }, () =>
      Array.from({ length: blocks }, () => signs(vectors.dimension, draws)),
    );
    const firstBlock = (part: Part) => (part === parts[0] ? 0 : parts[0]!.steps);
    const { stacked } = await walkData(context, {
      program: 'quadratic',
      parts,
      rounds: passes,
      scanned: (part) =>
        vectors.stacked(
          'probe',
          probes.flatMap((pass) => pass.slice(firstBlock(part), firstBlock(part) + part.steps)),
        ),
    });
    return probes.map((_, pass) =>
      Float64Array.from(
        parts.flatMap(({ steps }, i) => [
          ...stacked[i]!['quadratic']!.data.subarray(pass * steps, (pass + 1) * steps),
        ]),
      ),
    );
  }
}

/** Σ_i e_iᵀHe_i: every unit vector on every batch, as many unit vectors a call as their memory allows. */
async function traceByColumns(context: StateContext, parts: readonly Part[]): Promise<number> {
  const vectors = netVectors(context.weights.parameters);
  const { dimension } = vectors;
  const steps = Math.max(...parts.map((part) => part.steps));
  const columns = Math.max(1, Math.floor(MOST_VALUES / (steps * dimension)));
  let trace = 0;
  for (let from = 0; from < dimension; from += columns) {
    const units = Array.from({ length: Math.min(columns, dimension - from) }, (_, i) => {
      const unit = new Float64Array(dimension);
      unit[from + i] = 1;
      return unit;
    });
    const walked = await walkData(context, {
      program: 'quadratic',
      parts,
      rounds: units.length,
      scanned: (part) =>
        vectors.stacked(
          'probe',
          units.flatMap((unit) => new Array<Float64Array>(part.steps).fill(unit)),
        ),
    });
    trace += total(walked, 'quadratic');
  }
  return trace;
}
