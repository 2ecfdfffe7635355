import { resolve } from 'node:path';
// Not the engines' index: an answer without tracing needs neither TensorFlow.js nor the lowering.
import { engineIdentity } from '../../engines/named.ts';
import type { EngineName } from '../../engines/types.ts';
import { sourceDigest } from '../../plan/arms/source-digest.ts';
import { sha256, stableStringify } from '../../store/index.ts';
import type { Baseline, TracedBaseline } from '../baseline/baseline-schema.ts';
import { closedModules } from './closed-modules.ts';

/** What a target's programs are made with. */
export interface Making {
  readonly engine: EngineName;
  /** Of this package. */
  readonly version: string;
}

/**
 * Digest of everything that a target's programs and their execution follow from: the target's modules, this program's
 * sources, data and packages, the engine, Node and the platform. Undefined where they may follow from more
 * (`closedModules`).
 *
 * @param file the target's, from `root`
 * @example await sourcesOf('optimizers/adam.optimizer.ts', process.cwd(), { engine: 'onnx', version: '0.1.0' })
 */
export async function sourcesOf(file: string, root: string, making: Making): Promise<string | undefined> {
  const modules = await closedModules(resolve(root, file));
  if (modules === undefined) return undefined;
  return sha256(
    stableStringify({
      modules,
      source: await sourceDigest(),
      version: making.version,
      node: process.version,
      platform: `${process.platform}-${process.arch}`,
      engine: await engineIdentity(making.engine),
    }),
  );
}

/**
 * A baseline with the digest that ties it to the sources of its programs. It covers all that the baseline says, so that
 * it says nothing any more where either was edited, or a merge took them from different recordings. None for trainers
 * and hypotheses, whose files are not among the sources.
 *
 * @param sources `sourcesOf` the target, from before it was loaded
 */
export function withOrigin(baseline: Baseline, sources: string | undefined): Baseline {
  if (sources === undefined || baseline.kind !== 'traced') return baseline;
  // Before the cases, which are many lines.
  const { cases, ...head } = baseline;
  return { ...head, origin: originOf(sources, baseline), cases };
}

/** Whether a baseline was recorded from these sources, and is as it was written. */
export const isFrom = (sources: string, baseline: Baseline): boolean =>
  baseline.kind === 'traced' && baseline.origin === originOf(sources, baseline);

function originOf(sources: string, baseline: TracedBaseline): string {
  const { origin: _origin, reasons: _reasons, target: _target, ...said } = baseline;
  // Through JSON, as a file would have it.
  return sha256(stableStringify({ sources, said: JSON.parse(JSON.stringify(said)) as object }));
}
