import { basename, dirname } from 'node:path';
import type { Engine } from '../../engines/types.ts';
import { AssayError } from '../../errors.ts';
import { eagerReason, eagerTrainerOf } from '../../plan/arms/eager.ts';
import type { ExternalTarget, Target } from '../types.ts';

/** A target that is trained eagerly, and why. */
export interface EagerTarget {
  readonly target: Target & { readonly trainer: ExternalTarget };
  readonly reason: string;
}

/**
 * An optimizer by reference that cannot be traced, as a target of the trainer that ships with us; undefined where that
 * is not why it could not be planned.
 *
 * @param error what planning it threw
 */
export function eagerTarget(target: Target, error: unknown, { name }: Engine): EagerTarget | undefined {
  const { spec } = target;
  const cause = error instanceof AssayError ? error.cause : undefined;
  const reason = eagerReason({ model: { kind: 'linear-regression' }, optimizer: spec }, cause);
  if (reason === undefined || spec.kind !== 'custom') return undefined;
  const file = `./${basename(spec.module)}`;
  const trainer: ExternalTarget = {
    // Relative to its directory, so that a baseline holds on another machine.
    spec: { ...eagerTrainerOf(name, spec.module), files: [file] },
    directory: dirname(spec.module),
    fresh: true,
  };
  return { target: { ...target, spec: { ...spec, module: file }, trainer }, reason };
}
