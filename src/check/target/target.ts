import { dirname, resolve } from 'node:path';
import { AssayError } from '../../errors.ts';
import { loadExport } from '../../models/tensorflow/load-export.ts';
import type { OptimizerSpec } from '../../optimizers/schema.ts';
import { resolveOptimizer } from '../../optimizers/specification.ts';
import { placeOf } from './target-file.ts';
import type { Target } from '../types.ts';

const expectation =
  "expected a default export that is a specification ({ kind: 'adam' }), a pair of init and update (with a kind), a tf.train.Optimizer, a function that returns one of these two, an external trainer ({ command: ['python3', 'train.py'] }), or variants ({ variants: { plain: …, nesterov: … } })";

/**
 * Finds the optimizer that a word on the command line names: a path, or a name that stands for
 * `optimizers/<name>.optimizer.ts`. Its module's default export is a specification of ours, an `Optimizer`, a
 * `tf.train.Optimizer`, a function that returns either, or an external trainer (`externalTarget`). Of a file with
 * several variants (`loadTargets`) the word names one: `adam#amsgrad`.
 *
 * @param root directory that paths start from
 * @throws AssayError `configuration` where there is no such file, it does not load, exports something else, or has
 * several variants of which none is named
 * @example await loadTarget('momentum', process.cwd()) // optimizers/momentum.optimizer.ts
 */
export async function loadTarget(word: string, root: string): Promise<Target> {
  const [target, ...others] = await loadTargets(word, root);
  if (others.length === 0) return target!;
  throw new AssayError(
    'configuration',
    `Cannot use ${word} as one optimizer: expected one of its variants, ${[target!, ...others].map(({ file }) => file).join(', ')}, got all of them`,
  );
}

/**
 * All that a word names: one target, or each variant of a file whose default export has `variants`, a record of names
 * and whatever a file may export. A pair, a function or a `tf.train.Optimizer` among them is exported under a name of
 * its own too, since runs are made from exports. `same` declares pairs of them that are the same mathematics.
 *
 * @throws AssayError `configuration` as `loadTarget`, and where variants are not what they may be
 * @example (await loadTargets('adam', '.')).map(({ file }) => file) // ['optimizers/adam.optimizer.ts#plain', '…#amsgrad']
 */
export async function loadTargets(word: string, root: string): Promise<readonly Target[]> {
  const { file, variant } = placeOf(word, root);
  const path = resolve(root, file);
  const exported = await loadExport({ module: path, export: 'default' }, root);
  if (!hasVariants(exported)) {
    if (variant === undefined) return [await targetOf(exported, { name: file, path, export: 'default' })];
    throw wrong(file, `no variants, so none called "${variant}"`);
  }
  const { targetsOf } = await import('./variants.ts');
  return targetsOf(exported, { file, path, variant }, targetOf);
}

/** What an export is called, and where it is. */
export interface ExportPlace {
  readonly name: string;
  readonly path: string;
  /** Its own name in the module; none where it is in a record. */
  readonly export?: string | undefined;
}

async function targetOf(exported: unknown, { name, path, export: from }: ExportPlace): Promise<Target> {
  if (typeof exported === 'function' || isPair(exported) || isOptimizerInstance(exported)) {
    if (from === undefined)
      throw wrong(name, 'code that the module does not export under a name of its own; add `export const …`');
    return {
      file: name,
      spec: { kind: 'custom', module: path, ...(from === 'default' ? {} : { export: from }) },
    };
  }
  if (isTrainer(exported)) {
    const { externalTarget } = await import('./external-target.ts');
    return externalTarget(exported, name, dirname(path));
  }
  if (!hasKind(exported)) throw wrong(name, describe(exported));
  return { file: name, spec: located(specificationOf(exported, name), dirname(path)) };
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

/** Whether an export means to be several settings. */
const hasVariants = (value: unknown): value is { readonly variants: unknown } =>
  typeof value === 'object' && value !== null && 'variants' in value;

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
