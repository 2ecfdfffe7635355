import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import { AssayError } from '../../errors.ts';
import { deserialize, serialize } from '../../program/index.ts';
import type { TracedCase } from './case-programs.ts';

/** Case → its programs. */
export type TracedCases = Readonly<Record<string, TracedCase>>;

type Text = Readonly<
  Record<string, { readonly inDoubles: boolean; readonly programs: Readonly<Record<string, string>> }>
>;

const entries = <A, B>(
  record: Readonly<Record<string, A>>,
  change: (value: A) => B,
): Readonly<Record<string, B>> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

/**
 * The programs of all cases as a text to keep in a baseline: JSON, compressed by Brotli, in base64. Programs that
 * several cases share cost once.
 */
export function packPrograms(cases: TracedCases): string {
  const text: Text = entries(cases, ({ programs, inDoubles }) => ({
    inDoubles,
    programs: entries(programs, (program) => new TextDecoder().decode(serialize(program))),
  }));
  const bytes = Buffer.from(JSON.stringify(text));
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  return brotliCompressSync(bytes, { params }).toString('base64');
}

/**
 * The programs that `packPrograms` wrote, of the cases that are asked.
 *
 * @throws AssayError `integrity` where the text is damaged
 */
export function unpackPrograms(packed: string, ids: ReadonlySet<string>): TracedCases {
  let text: Text;
  try {
    text = JSON.parse(brotliDecompressSync(Buffer.from(packed, 'base64')).toString('utf8')) as Text;
  } catch (cause) {
    throw new AssayError(
      'integrity',
      'Cannot read the programs of a baseline: expected what `assay baseline` wrote, got something else',
      { cause },
    );
  }
  const wanted = Object.fromEntries(Object.entries(text).filter(([id]) => ids.has(id)));
  return entries(wanted, ({ inDoubles, programs }) => ({
    inDoubles,
    programs: entries(programs, (bytes) => deserialize(new TextEncoder().encode(bytes))),
  }));
}
