import { AssayError } from '../errors.ts';
import {
  differentProvenance,
  editedFiles,
  harnessWarning,
  moved,
  sameBattery,
  sameKind,
  sameQuestions,
} from './baseline/baseline-fits.ts';
import type { Baseline } from './baseline/baseline-schema.ts';
import type { CheckOptions } from './check-options.ts';
import { comparePlanned } from './compare/compare-planned.ts';
import { LOOKS } from './compare/looks.ts';
import { planTarget } from './target/plan-target.ts';
import type { CheckResult, Target } from './types.ts';

/**
 * Compares an optimizer with a baseline, case by case, at the strongest level at which they are the same. Cases whose
 * lowered programs are those of the baseline are not trained, nor are hypotheses all of whose arms are.
 *
 * @param strict refuse a baseline of another engine or version, rather than warn
 * @throws AssayError `configuration` where the baseline is of another target, of another battery, or of another engine
 * or version and `strict`; as `planTarget`; `infrastructure` where a run cannot be trained or training was interrupted
 * @example (await checkTarget(await loadTarget('momentum', '.'), baseline, options)).level // 'same mathematics'
 */
export async function checkTarget(
  target: Target,
  baseline: Baseline,
  options: CheckOptions & { readonly strict?: boolean },
): Promise<CheckResult> {
  const seeds = Math.max(...Object.values(baseline.cases).map(({ runs }) => Object.keys(runs).length));
  const looks = [...(options.looks ?? LOOKS).filter((count) => count < seeds), seeds];
  const here = { ...options, looks };
  const planned = await planTarget(target, baseline.seed, here);
  sameKind(target, planned, baseline);
  const warnings = differentProvenance(baseline, planned);
  if (options.strict && warnings.length > 0)
    throw new AssayError('configuration', `Cannot use the baseline: ${warnings.join('; ')} (--strict)`);
  sameBattery(planned.cases, baseline);
  sameQuestions(planned, baseline);
  const edited = editedFiles(planned, baseline);
  const changed = [...(await harnessWarning(planned, baseline, options)), ...edited];
  // Equal programs say nothing where what feeds and carries them is another, nor does a trainer's word of itself.
  const result = await comparePlanned(planned, baseline, here, changed.length === 0 ? undefined : () => true);
  return {
    target: target.file,
    ...result,
    warnings: [...warnings, ...moved(target, baseline), ...planned.notes, ...changed],
  };
}
