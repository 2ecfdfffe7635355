import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { AssayError } from '../../errors.ts';
import type { ExportPlace } from './target.ts';
import { variantOf } from './target-file.ts';
import type { Target, Variant } from '../types.ts';

/** Several settings of one file. */
const schema = z.strictObject({
  /**
   * Name → what a target's file may export: a specification, code that the module exports by name as well, an external
   * trainer.
   */
  variants: z
    .record(z.string().regex(/^[^#]+$/, 'expected a name without #'), z.unknown())
    .refine((variants) => Object.keys(variants).length > 0, 'expected one variant at least'),
  /**
   * Pairs of variants that are the same mathematics: an option at its neutral value, say, and the method without it.
   */
  same: z.array(z.tuple([z.string(), z.string()])).default([]),
});

/** Where variants are, and which is meant: all of them where none is named. */
interface VariantsPlace {
  readonly file: string;
  readonly path: string;
  readonly variant?: string | undefined;
}

/**
 * The targets of a file with variants.
 *
 * @param targetOf what makes a target of an export
 * @throws AssayError `configuration` naming every field that does not fit, a variant that is not there, or a pair that
 * cannot be compared
 */
export async function targetsOf(
  exported: object,
  { file, path, variant }: VariantsPlace,
  targetOf: (value: unknown, place: ExportPlace) => Promise<Target>,
): Promise<readonly Target[]> {
  const parsed = schema.safeParse(exported);
  if (!parsed.success)
    throw new AssayError('configuration', `Cannot use the variants of ${file}`, {
      problems: parsed.error.issues.map(({ path, message }) => ({ file, path: path.join('.'), message })),
    });
  const { variants, same } = parsed.data;
  const names = Object.keys(variants);
  const unknown = [...(variant === undefined ? [] : [variant]), ...same.flat()].find(
    (name) => !names.includes(name),
  );
  if (unknown !== undefined) throw absent(file, unknown, names);
  // Loaded already, when its default export was.
  const module = (await import(pathToFileURL(path).href)) as Readonly<Record<string, unknown>>;
  const found = new Map<string, Target>();
  for (const [name, value] of Object.entries(variants)) {
    const own = Object.keys(module).find((key) => module[key] === value);
    found.set(name, await targetOf(value, { name: variantOf(file, name), path, export: own }));
  }
  const trainer = same.flat().find((name) => found.get(name)!.trainer !== undefined);
  if (trainer !== undefined)
    throw new AssayError(
      'configuration',
      `Cannot try "same" of ${file}: expected variants that are traced, got the trainer "${trainer}"`,
    );
  const equals = (name: string): readonly Variant[] =>
    same
      .filter(([first]) => first === name)
      .map(([, other]) => ({ name: other, spec: found.get(other)!.spec }));
  return names
    .filter((name) => variant === undefined || name === variant)
    .map((name) => ({
      ...found.get(name)!,
      variant: name,
      ...(equals(name).length === 0 ? {} : { equals: equals(name) }),
    }));
}

const absent = (file: string, name: string, names: readonly string[]) =>
  new AssayError(
    'configuration',
    `Cannot find variant "${name}" of ${file}: expected ${names.join(' | ')}, got "${name}"`,
  );
