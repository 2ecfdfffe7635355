import type { LoadedSuite } from '../declare/load.ts';
import { selectHypotheses, type Wanted } from '../suite/select-hypotheses.ts';
import type { ResolvedSettings } from '../suite/settings.ts';
import { eventPrinter } from './event-printer.ts';
import type { Io } from './io.ts';

export { settle, type CommandSettings } from './settle.ts';

/** Where a command looks for hypotheses, and who hears of those that are left out. */
export const placeOf = (io: Io, { values }: ResolvedSettings): Pick<Wanted, 'root' | 'settings' | 'on'> => ({
  root: io.cwd,
  settings: values,
  on: eventPrinter(io).on,
});

/**
 * Loads the hypotheses that a command speaks of.
 *
 * @throws AssayError as `selectHypotheses`
 */
export const loadSelected = (
  io: Io,
  settled: ResolvedSettings,
  selection: Pick<Wanted, 'filters' | 'text' | 'allTiers'>,
): Promise<LoadedSuite> => selectHypotheses({ ...placeOf(io, settled), ...selection });
