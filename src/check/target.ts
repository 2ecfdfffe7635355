import { dirname, resolve } from 'node:path';
import { AssayError } from '../errors.ts';
import { loadExport } from '../models/load-export.ts';
import type { OptimizerSpec } from '../optimizers/schema.ts';
import { resolveOptimizer } from '../optimizers/specification.ts';
import { fileOf } from './target-file.ts';
import type { Target } from './types.ts';

const expectation =
  "expected a default export that is a specification ({ kind: 'adam' }), a pair of init and update (with a kind), a tf.train.Optimizer, a function that returns one of these two, or an external trainer ({ command: ['python3', 'train.py'] })";

/**
 * Finds the optimizer that a word on the command line names: a path, or a name that stands for
 * `optimizers/<name>.optimizer.ts`. Its module's default export is a specification of ours, an `Optimizer`, a
 * `tf.train.Optimizer`, a function that returns either, or an external trainer (`externalTarget`).
 *
 * @param root directory that paths start from
 * @throws AssayError `configuration` where there is no such file, it does not load, or exports something else
 * @example await loadTarget('momentum', process.cwd()) // optimizers/momentum.optimizer.ts
 */
export async function loadTarget(word: string, root: string): Promise<Target> {
  const file = fileOf(word, root);
  const path = resolve(root, file);
  const exported = await loadExport({ module: path, export: 'default' }, root);
  if (typeof exported === 'function' || isPair(exported) || isOptimizerInstance(exported))
    return { file, spec: { kind: 'custom', module: path } };
  if (isTrainer(exported)) {
    const { externalTarget } = await import('./external-target.ts');
    return externalTarget(exported, file, dirname(path));
  }
  if (!hasKind(exported)) throw wrong(file, describe(exported));
  return { file, spec: located(specificationOf(exported, file), dirname(path)) };
}

function specificationOf(exported: object, file: string): OptimizerSpec {
  try {
    resolveOptimizer(exported as OptimizerSpec);
    return exported as OptimizerSpec;
  } catch (cause) {
    if (!(cause instanceof AssayError)) throw cause;
    throw new AssayError(cause.code, `${file}: ${cause.message}`, { cause, problems: cause.problems });
  }
}

/** A reference in a target starts from the target's own directory. */
const located = (spec: OptimizerSpec, directory: string): OptimizerSpec =>
  spec.kind === 'custom' && spec.module.startsWith('.')
    ? { ...spec, module: resolve(directory, spec.module) }
    : spec;

/** Whether an export means to be an external trainer. */
const isTrainer = (value: unknown): value is { readonly command: unknown } =>
  typeof value === 'object' && value !== null && 'command' in value;

const hasKind = (value: unknown): value is { readonly kind: string } =>
  typeof (value as { readonly kind?: unknown } | null | undefined)?.kind === 'string';

const isPair = (value: unknown): boolean => {
  const { init, update } = (value ?? {}) as { readonly init?: unknown; readonly update?: unknown };
  return hasKind(value) && typeof init === 'function' && typeof update === 'function';
};

const isOptimizerInstance = (value: unknown): boolean =>
  typeof (value as { readonly applyGradients?: unknown } | null | undefined)?.applyGradients === 'function';

function describe(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object'
    ? `an object with ${Object.keys(value).join(', ') || 'no fields'}`
    : typeof value;
}

const wrong = (file: string, got: string) =>
  new AssayError('configuration', `Cannot use ${file} as an optimizer: ${expectation}, got ${got}`);
