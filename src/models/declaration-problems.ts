import type { Problem } from '../errors.ts';
import type { Initializer, Model, ParameterSpec } from './types.ts';

/** The one number or list that each law has, or none. */
const fields: Readonly<Record<Initializer['kind'], string | undefined>> = {
  zeros: undefined,
  ones: undefined,
  constant: 'values',
  normal: 'standardDeviation',
  'truncated-normal': 'standardDeviation',
  uniform: 'limit',
  orthogonal: 'gain',
};

const kinds = Object.keys(fields).join(' | ');

/** A value as a message quotes it; numbers that JSON does not know as they are. */
const quote = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? String(part) : part,
  ) ?? String(value);

const isFinite = (value: unknown): value is number => Number.isFinite(value);

/**
 * What is wrong with the parameters and running statistics that a model declares: names that are missing or taken,
 * shapes that are no lists of lengths, initial laws that there are not, or whose numbers are missing, negative or not
 * finite.
 *
 * @example declarationProblems(model); // [{ path: 'weight', message: 'expected a standardDeviation …, got NaN' }]
 */
export function declarationProblems({ parameters, statistics }: Model): readonly Problem[] {
  const all = [...parameters, ...statistics];
  return all.flatMap((declared: Partial<ParameterSpec> | null, index) => {
    const { name, shape } = declared ?? {};
    if (typeof name !== 'string' || name === '')
      return [{ path: `parameter ${index + 1}`, message: `expected a name, got ${quote(declared)}` }];
    const taken = all.findIndex((other) => other?.name === name) < index;
    const message = taken
      ? 'expected a name of its own, got one that is taken'
      : (shapeProblem(shape) ?? lawProblem(declared as ParameterSpec));
    return message === undefined ? [] : [{ path: name, message }];
  });
}

function shapeProblem(shape: unknown): string | undefined {
  const fits = Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length > 0);
  return fits ? undefined : `expected a shape of whole lengths of at least 1, got ${quote(shape)}`;
}

function lawProblem({ shape, initializer }: ParameterSpec): string | undefined {
  const law = initializer as unknown as Readonly<Record<string, unknown>> | null | undefined;
  const kind = law?.['kind'];
  if (typeof kind !== 'string' || !Object.hasOwn(fields, kind))
    return `expected an initializer { kind } of kind ${kinds}, got ${quote(law)}`;
  const field = fields[kind as Initializer['kind']];
  const unknown = Object.keys(law!).filter((name) => name !== 'kind' && name !== field);
  if (unknown.length > 0)
    return `expected an initializer ${kind} with ${field ?? 'no other field'}, got ${quote(law)}`;
  if (field === undefined) return undefined;
  const value = law![field];
  if (field !== 'values')
    return isFinite(value) && value >= 0
      ? undefined
      : `expected a ${field} that is finite and at least 0, got ${quote(value)}`;
  const size = shape.reduce((product, length) => product * length, 1);
  if (!Array.isArray(value) || value.length !== size)
    return `expected ${size} values for shape [${shape}], got ${Array.isArray(value) ? value.length : quote(value)}`;
  const wrong = value.findIndex((entry) => !isFinite(entry));
  return wrong < 0 ? undefined : `expected finite values, got ${quote(value[wrong])} at ${wrong}`;
}
