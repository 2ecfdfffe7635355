import { resolve } from 'node:path';
import { withVariants } from '../../declare/variants.ts';
import { AssayError } from '../../errors.ts';
import { curvesOf, robustnessReporters, type SpecificationCurve } from '../../report/robustness/index.ts';
import { openStore } from '../../store/index.ts';
import { loadSelected, settle } from '../context.ts';
import { eventPrinter } from '../event-printer.ts';
import { exitCodes } from '../exit-codes.ts';
import type { Io } from '../io.ts';
import { parseReporters, writeReport, type ReporterRequest } from '../output.ts';
import type { RawSettings } from '../../suite/settings.ts';
import { planSuite } from '../../suite/plan-suite.ts';
import { runSuite } from '../../suite/run-suite.ts';

type Flags = Omit<RawSettings, 'reporter'> & {
  readonly text?: string;
  readonly atLeast?: string;
  readonly reporter?: readonly string[];
};

function shareOf(text: string | undefined): number {
  const share = text === undefined ? 0 : Number(text);
  if (text?.trim() !== '' && share >= 0 && share <= 1) return share;
  throw new AssayError(
    'configuration',
    `Cannot use --at-least: expected a share between 0 and 1, got "${text}"`,
  );
}

async function write(
  curves: readonly SpecificationCurve[],
  requests: readonly ReporterRequest<string>[],
  io: Io,
): Promise<void> {
  for (const { name, file } of requests) {
    const text = robustnessReporters[name]!(curves, { color: io.color && file === undefined });
    if (file === undefined) io.stdout(text);
    else await writeReport(file, text, io);
  }
}

/**
 * `assay robustness`: judges hypotheses that have `variants`, and each of their variants, as hypotheses of their own,
 * and tells how many agree. Exit code 1 where fewer than `--at-least` of them do; variants that do not agree are no
 * failure otherwise.
 */
export async function robustness(io: Io, flags: Flags, filters: readonly string[]): Promise<number> {
  const startedAt = io.now();
  const { reporter, atLeast, ...others } = flags;
  const requests = parseReporters(reporter ?? ['default'], Object.keys(robustnessReporters));
  const least = shareOf(atLeast);
  const settled = await settle(io, others);
  const { values } = settled;
  const { hypotheses } = await loadSelected(io, settled, { filters, text: flags.text });
  const groups = hypotheses.map(withVariants).filter(({ variants }) => variants.length > 0);
  if (groups.length === 0)
    throw new AssayError(
      'configuration',
      `Cannot judge variants: expected a hypothesis with \`variants\`, got ${hypotheses.length} without; see docs/robustness.md`,
    );
  const all = groups.flatMap(({ base, variants }) => [base, ...variants.map(({ loaded }) => loaded)]);
  const store = openStore(values.store === null ? null : resolve(io.cwd, values.store));
  const { on, done } = eventPrinter(io);
  const { workers } = values;
  const { signal, now } = io;
  const ready = await planSuite(all, { ...values, root: io.cwd }, store);
  const results = await runSuite(ready, { store, workers, signal, now, on, startedAt }).finally(done);
  const curves = curvesOf(
    results,
    groups.map(({ base, variants }) => ({
      id: base.hypothesis.id,
      variants: variants.map(({ name, loaded }) => ({ name, id: loaded.hypothesis.id })),
    })),
  );
  await write(curves, requests, io);
  if (results.interrupted) return exitCodes.interrupted;
  if (results.failures.length > 0) return exitCodes.invalid;
  return curves.every(({ agree, total }) => agree >= least * total)
    ? exitCodes.asExpected
    : exitCodes.contradicted;
}
