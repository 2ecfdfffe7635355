import * as tf from '@tensorflow/tfjs';
import { AssayError, type Problem } from '../errors.ts';

/** Data type and shape as a message says them: `float32[4,3]`. */
export const describe = ({ dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] }) =>
  `${dtype}[${shape}]`;

/** Whether a value that code of the user's returned has entries by name. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' &&
  value !== null &&
  !(value instanceof tf.Tensor || value instanceof Promise || Array.isArray(value));

/** A value that is not what was expected, in words. What a promise rejects is nobody's to handle any more. */
export function kindOf(value: unknown): string {
  if (value instanceof Promise) {
    value.catch(() => {});
    return 'a promise (it is traced once, so it cannot be async)';
  }
  if (value === null) return 'null';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (value instanceof tf.Tensor) return `a tensor ${describe(value)}`;
  if (typeof value === 'object') return `an object with ${Object.keys(value).join(', ') || 'no entries'}`;
  return typeof value === 'number' ? `the number ${value}` : typeof value;
}

/**
 * @throws AssayError `program` where there are problems with what the user's code returned, with all of them, each once
 */
export function refuse(what: string, problems: readonly Problem[]): void {
  if (problems.length === 0) return;
  const distinct = [...new Map(problems.map((each) => [each.path + each.message, each])).values()];
  const listed = distinct.map(({ path, message }) => `${path}: ${message}`).join('; ');
  throw new AssayError('program', `Cannot use ${what}: ${listed}`, { problems: distinct });
}
