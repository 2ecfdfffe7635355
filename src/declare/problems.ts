import type { z } from 'zod';
import type { Problem } from '../errors.ts';
import { didYouMean } from './suggest.ts';

/** A value as a message quotes it: JSON, cut at 60 characters. */
export function quote(value: unknown): string {
  if (typeof value === 'function') return 'a function';
  const text = typeof value === 'object' && value !== null ? jsonOf(value) : JSON.stringify(value);
  const shown = text ?? String(value);
  return shown.length > 60 ? `${shown.slice(0, 57)}…` : shown;
}

function jsonOf(value: object): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value); // circular
  }
}

/** A path as one would write it in code: `arms.base.batchSize`, `predictions[0].arms[1]`. */
export function printPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? String(part) : `${text}.${String(part)}`;
  }, '');
}

const list = (values: readonly unknown[]) => values.map(quote).join(' | ');

type Issue = z.core.$ZodRawIssue;

const comparisons = {
  too_small: { inclusive: 'at least', exclusive: 'above' },
  too_big: { inclusive: 'at most', exclusive: 'below' },
} as const;

function size(issue: Extract<Issue, { code: 'too_small' | 'too_big' }>): string {
  const limit = issue.code === 'too_small' ? issue.minimum : issue.maximum;
  const words = comparisons[issue.code][issue.inclusive === false ? 'exclusive' : 'inclusive'];
  if (issue.origin === 'array') return `expected ${words} ${limit} entries, got ${quote(issue.input)}`;
  if (issue.origin === 'string') return `expected a text that is not empty, got ${quote(issue.input)}`;
  return `expected a number ${words} ${limit}, got ${quote(issue.input)}`;
}

const nouns: Readonly<Record<string, string>> = {
  int: 'a whole number',
  number: 'a number',
  string: 'a text',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  tuple: 'a list',
};

const typeWords = (expected: string) => nouns[expected] ?? expected;

type Code =
  'invalid_type' | 'invalid_value' | 'too_small' | 'too_big' | 'unrecognized_keys' | 'invalid_union';
type Words = { readonly [K in Code]: (issue: Extract<Issue, { code: K }>) => string | undefined };

/** The fields of the object that has one too many; zod hands the schema on with the issue. */
function fieldsOf(issue: Issue): readonly string[] {
  const { inst } = issue as {
    readonly inst?: { readonly _zod?: { readonly def?: { readonly shape?: object } } };
  };
  return Object.keys(inst?._zod?.def?.shape ?? {});
}

const words: Words = {
  invalid_type: ({ expected, input }) =>
    input === undefined
      ? `expected ${typeWords(expected)}, but it is missing`
      : `expected ${typeWords(expected)}, got ${quote(input)}`,
  invalid_value: ({ values, input }) =>
    `expected ${list(values)}, got ${quote(input)}${didYouMean(input, values.map(String))}`,
  too_small: size,
  too_big: size,
  unrecognized_keys: (issue) => {
    const fields = fieldsOf(issue);
    const known = fields.length > 0 ? ` (fields: ${fields.join(', ')})` : '';
    return `unknown field ${list(issue.keys)}${didYouMean(issue.keys[0], fields)}${known}`;
  },
  invalid_union: (issue) => {
    const { options, discriminator } = issue as { options?: readonly unknown[]; discriminator?: string };
    if (options === undefined || discriminator === undefined) return undefined;
    const got = (issue.input as Record<string, unknown> | undefined)?.[discriminator];
    if (got === undefined) return `expected ${list(options)}, but it is missing`;
    return `expected ${list(options)}, got ${quote(got)}${didYouMean(got, options.map(String))}`;
  },
};

/** What one issue of zod says, in the form of our errors: `expected <x>, got <y>`; undefined leaves it to zod. */
export function describeIssue(issue: Issue): string | undefined {
  const say = words[issue.code as Code] as ((issue: Issue) => string | undefined) | undefined;
  return say?.(issue);
}

/**
 * How badly a branch of a union fits: a branch that objects to the value itself fits worst, then by number of issues.
 */
const misfit = (issues: readonly z.core.$ZodIssue[]) =>
  (issues.some((issue) => issue.path.length === 0 && issue.code === 'invalid_type') ? 1000 : 0) +
  issues.length;

/** The issues of zod as problems with printed paths; of a union, those of the branch that fits best. */
export function problemsOf(
  issues: readonly z.core.$ZodIssue[],
  base: readonly PropertyKey[] = [],
): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    const path = [...base, ...issue.path];
    const branches = issue.code === 'invalid_union' ? issue.errors : [];
    const mismatched = branches.every((branch) => misfit(branch) >= 1000);
    if (branches.length > 0 && !mismatched) {
      return problemsOf([...branches].sort((a, b) => misfit(a) - misfit(b))[0]!, path);
    }
    if (branches.length > 0) {
      const kinds = branches.flatMap((branch) =>
        branch.flatMap((each) => (each.code === 'invalid_type' ? [typeWords(each.expected)] : [])),
      );
      return [
        {
          path: printPath(path),
          message: `expected ${[...new Set(kinds)].join(' or ')}, got ${quote(issue.input)}`,
        },
      ];
    }
    if (issue.code === 'invalid_key') {
      const key = path.at(-1);
      return issue.issues.map(({ message }) => ({
        path: printPath(path),
        message: `${message}, got ${quote(key)}`,
      }));
    }
    const message = 'options' in issue ? (describeIssue(issue as Issue) ?? issue.message) : issue.message;
    return [{ path: printPath(path), message }];
  });
}
