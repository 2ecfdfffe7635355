import { resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { loadExport } from '../../models/tensorflow/load-export.ts';
import { moduleDigest } from '../arms/module-digest.ts';
import type { Key, ModuleReference, NamedMeasure } from '../types.ts';

/** The function that takes a measure by reference, and the digest of its module. */
export interface PlannedModule {
  readonly reference: ModuleReference;
  readonly digest: Key;
}

/**
 * The modules of measures by reference, by the measures' names. They are loaded, so that a plan tells what does not
 * load.
 *
 * @param from absolute directory that relative paths start from, that of the hypothesis
 * @throws AssayError `configuration` where a module cannot be imported, or its export is no function
 */
export async function moduleMeasures(
  measures: readonly NamedMeasure[],
  from: string,
): Promise<ReadonlyMap<string, PlannedModule>> {
  const found = new Map<string, PlannedModule>();
  for (const { name, spec } of measures) {
    if (spec.kind !== 'custom') continue;
    const { module, export: exported } = spec;
    const reference = { module, export: exported, from };
    const given = await loadExport(reference, from);
    if (typeof given !== 'function')
      throw new AssayError(
        'configuration',
        `Cannot use ${module} (export '${exported}') as the measure ${name}: expected a function of a run, got ${given === null ? 'null' : typeof given}`,
      );
    const digest = /^[./]/.test(module) ? await moduleDigest(resolve(from, module)) : module;
    found.set(name, { reference, digest });
  }
  return found;
}
