import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import {
  baselineSchema,
  suiteSchema,
  variantsSchema,
  type Baseline,
  type BaselineFile,
  type VariantsBaseline,
} from './baseline-schema.ts';

const wrong = (file: string, expected: string, got: string, cause?: unknown) =>
  new AssayError('configuration', `Cannot read baseline ${file}: expected ${expected}, got ${got}`, {
    cause,
  });

async function jsonOf(file: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw wrong(name, 'a file that `assay baseline record` wrote', 'no such file', cause);
    throw wrong(name, 'JSON', `text that cannot be read (${(cause as Error).message})`, cause);
  }
}

/**
 * Reads the baseline of one setting.
 *
 * @param file its path; `name` is what messages call it
 * @throws AssayError `configuration` as `readBaselineFile`, and where it holds several variants
 */
export async function readBaseline(file: string, name = file): Promise<Baseline> {
  const found = await readBaselineFile(file, name);
  if (found.kind !== 'variants') return found;
  throw wrong(name, 'one setting', `the variants ${Object.keys(found.variants).join(', ')}`);
}

/**
 * Reads a baseline's file: of one setting, or of the variants of a target.
 *
 * @param file its path; `name` is what messages call it
 * @throws AssayError `configuration` where there is no such file, it is no JSON, of another schema, or has wrong fields
 */
export async function readBaselineFile(file: string, name = file): Promise<BaselineFile> {
  const value = await jsonOf(file, name);
  const version = (value as { readonly schema?: unknown } | null)?.schema;
  if (version !== 2)
    throw wrong(
      name,
      'schema 2',
      `schema ${JSON.stringify(version) ?? 'none'}; record it again with \`assay baseline update\`${version === 1 ? ' from a commit at which the target is right: a file of schema 1 holds ends of runs and no programs' : ''}`,
    );
  const several = (value as { readonly kind?: unknown }).kind === 'variants';
  const parsed = (several ? variantsSchema : baselineSchema).safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AssayError('configuration', `Cannot read baseline ${name}: expected schema 2, got other fields`, {
    problems: parsed.error.issues
      .slice(0, 5)
      .map(({ path, message }) => ({ file: name, path: path.join('.'), message })),
  });
}

/** What an update keeps of the baseline that it replaces. */
const predecessorSchema = z.looseObject({
  schema: z.union([z.literal(1), z.literal(2)]),
  seed: z.string(),
  reasons: z.array(z.strictObject({ reason: z.string().min(1), date: z.string() })).min(1),
  suite: suiteSchema.optional(),
  variants: z.record(z.string(), z.looseObject({ suite: suiteSchema.optional() })).optional(),
});

/**
 * Reads what an update keeps: seed, reasons and hypotheses, also of a baseline of schema 1.
 *
 * @throws AssayError `configuration` as `readBaseline`
 */
export async function readPredecessor(file: string, name = file) {
  const parsed = predecessorSchema.safeParse(await jsonOf(file, name));
  if (!parsed.success) throw wrong(name, 'schema 1 or 2', 'another');
  const { seed, reasons, variants = {}, suite = Object.values(variants)[0]?.suite } = parsed.data;
  return { seed, reasons, ...(suite === undefined ? {} : { suite }) };
}

/** A baseline of the variants of a target, by name. */
export const variantsBaseline = (
  target: string,
  variants: Readonly<Record<string, Baseline>>,
): VariantsBaseline => {
  const { seed, reasons } = Object.values(variants)[0]!;
  return { schema: 2, kind: 'variants', target, reasons, seed, variants };
};

/** The part of a baseline that some hypotheses of its suite, or some cases of the battery, make up. */
export function baselineOn(baseline: Baseline, names: readonly string[]): Baseline {
  const { cases } = baseline;
  const isOf = (id: string) => names.some((name) => id === name || id.startsWith(`${name}, arm `));
  const part = <T>(entries: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(entries).filter(([id]) => isOf(id)));
  if (baseline.kind !== 'hypotheses') return { ...baseline, cases: part(cases) };
  const { suite } = baseline;
  return { ...baseline, suite: { ...suite, hypotheses: part(suite.hypotheses) }, cases: part(cases) };
}

/** Writes a baseline whole or not at all: JSON, a run a line, so that a difference in version control can be read. */
export async function writeBaseline(file: string, baseline: BaselineFile): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const text = baseline.kind === 'variants' ? printVariants(baseline) : printBaseline(baseline);
  await writeFile(`${file}.${process.pid}`, text);
  await rename(`${file}.${process.pid}`, file);
}

function printVariants({ variants, ...head }: VariantsBaseline): string {
  const each = Object.entries(variants).map(
    ([name, one]) => `${JSON.stringify(name)}: ${printBaseline(one).trimEnd()}`,
  );
  return `${JSON.stringify(head, null, 2).slice(0, -2)},\n  "variants": {\n${each.join(',\n')}\n}\n}\n`;
}

function printBaseline({ cases, ...head }: Baseline): string {
  const entries = (lines: readonly string[], indent: string) =>
    lines.map((line) => `${indent}${line}`).join(',\n');
  const fields = Object.entries(head).map(
    ([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`,
  );
  const shown = Object.entries(cases).map(([id, { setting, programs, cost, runs }]) => {
    const rows = Object.entries(runs).map(([seed, run]) => `${JSON.stringify(seed)}: ${JSON.stringify(run)}`);
    const priced = cost === undefined ? '' : `      "cost": ${JSON.stringify(cost)},\n`;
    return `${JSON.stringify(id)}: {\n      "setting": "${setting}",\n      "programs": ${JSON.stringify(programs)},\n${priced}      "runs": {\n${entries(rows, '        ')}\n      }\n    }`;
  });
  return `{\n${entries(fields, '  ')},\n  "cases": {\n${entries(shown, '    ')}\n  }\n}\n`;
}
