import { resolve } from 'node:path';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import type { OptimizerSpec } from '../../optimizers/schema.ts';
import { trainerSchema } from '../../trainers/index.ts';
import type { Target } from '../types.ts';

/** A trainer as a target: how it is started, and what its jobs call the optimizer. */
const schema = trainerSchema.extend({
  /** Passed on as it is; the trainer's own optimizer, whatever that is, when absent. */
  optimizer: z.looseObject({ kind: z.string().min(1) }).default({ kind: 'own' }),
});

/**
 * An external trainer as a target.
 *
 * @param directory that of the target's file: its command starts there, or in its own `directory` from there
 * @throws AssayError `configuration` naming every field that does not fit
 * @example externalTarget({ command: ['python3', 'train.py'], optimizer: { kind: 'adam' } }, file, directory)
 */
export function externalTarget(exported: object, file: string, directory: string): Target {
  const parsed = schema.safeParse(exported);
  if (!parsed.success)
    throw new AssayError('configuration', `Cannot use ${file} as an external trainer`, {
      problems: parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), message })),
    });
  const { optimizer, directory: own = '.', ...spec } = parsed.data;
  return {
    file,
    // Only the trainer reads it: a kind of its own is as good as one of ours.
    spec: optimizer as unknown as OptimizerSpec,
    trainer: { spec, directory: resolve(directory, own) },
  };
}
