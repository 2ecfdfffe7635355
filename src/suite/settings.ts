import { availableParallelism } from 'node:os';
import { AssayError, type Problem } from '../errors.ts';
import { quote } from '../declare/problems.ts';
import { didYouMean } from '../declare/suggest.ts';
import { engineNames } from '../engines/named.ts';
import type { EngineName } from '../engines/types.ts';

/** Everything that a run can be told besides what the hypotheses say. */
export interface Settings {
  readonly seed: string;
  readonly tier: 'quick' | 'full';
  readonly engine: EngineName;
  readonly workers: number;
  /** Directory of the store; null keeps nothing. */
  readonly store: string | null;
  readonly dataDir: string | null;
  readonly directory: string;
  readonly reporter: readonly string[];
  readonly tags: readonly string[] | null;
  readonly allowInconclusive: boolean;
  /** Refuse hypotheses that are not as `assay.lock.json` says. */
  readonly locked: boolean;
  /** Milliseconds that training may be estimated to take; null sets no limit. */
  readonly budget: number | null;
}

/** Settings as a program or a configuration may write them, before they are understood. */
export interface WrittenSettings extends Partial<Omit<Settings, 'engine' | 'budget'>> {
  /** `tfjs` is the fastest engine of TensorFlow.js that is always there. */
  readonly engine?: Settings['engine'] | 'tfjs';
  /** The longest that training may be estimated to take: seconds, or a text such as `'10m'`; null sets no limit. */
  readonly budget?: number | string | null;
}

export type SettingName = keyof Settings;
export type Origin = 'flag' | 'environment' | 'config' | 'default';

/** What a user may say for a setting, before it is understood. */
export type RawSettings = Readonly<Partial<Record<SettingName, unknown>>>;

/** A value that was understood, or what was expected instead. */
type Parsed<T> = { readonly value: T } | { readonly expected: string };

interface Setting<T> {
  readonly environment: string;
  readonly default: () => T;
  readonly parse: (raw: unknown) => Parsed<T>;
}

const text = (raw: unknown): Parsed<string> =>
  typeof raw === 'string' && raw !== ''
    ? { value: raw }
    : typeof raw === 'number'
      ? { value: String(raw) }
      : { expected: 'a text' };

const oneOf =
  <T extends string>(...allowed: readonly T[]) =>
  (raw: unknown): Parsed<T> =>
    allowed.includes(raw as T)
      ? { value: raw as T }
      : {
          expected: `${allowed.map((word) => `"${word}"`).join(' | ')}${didYouMean(raw, allowed).replace(/^; /, ', ')}`,
        };

const words = (raw: unknown): Parsed<readonly string[]> => {
  const list = typeof raw === 'string' ? raw.split(',') : raw;
  return Array.isArray(list) && list.every((word) => typeof word === 'string')
    ? { value: list.map((word: string) => word.trim()).filter((word) => word !== '') }
    : { expected: 'words between commas' };
};

const wholeNumber = (raw: unknown): Parsed<number> => {
  const value = typeof raw === 'string' && raw.trim() !== '' ? Number(raw) : raw;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1
    ? { value }
    : { expected: 'a whole number of at least 1' };
};

const flag = (raw: unknown): Parsed<boolean> => {
  if (typeof raw === 'boolean') return { value: raw };
  if (raw === '1' || raw === 'true') return { value: true };
  return raw === '0' || raw === 'false' || raw === '' ? { value: false } : { expected: 'true or false' };
};

const orNothing =
  <T>(parse: (raw: unknown) => Parsed<T>) =>
  (raw: unknown): Parsed<T | null> =>
    raw === null || raw === false ? { value: null } : parse(raw);

const milliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  min: 60_000,
  h: 3_600_000,
};

/** `90s`, `10m`, `1.5h`; a bare number is seconds. */
const span = (raw: unknown): Parsed<number> => {
  const match = /^(\d+(?:\.\d+)?)\s*(ms|s|m|min|h)?$/.exec(String(raw).trim());
  return match === null
    ? { expected: 'a time such as "90s", "10m" or "1.5h"' }
    : { value: Number(match[1]) * milliseconds[match[2] ?? 's']! };
};

/** Every setting: its environment variable, its default, and how it is understood. */
export const settings: { readonly [K in SettingName]: Setting<Settings[K]> } = {
  seed: { environment: 'ASSAY_SEED', default: () => '0', parse: text },
  tier: { environment: 'ASSAY_TIER', default: () => 'quick', parse: oneOf('quick', 'full') },
  engine: {
    environment: 'ASSAY_ENGINE',
    default: () => 'onnx',
    parse: (raw) => {
      const said = oneOf(...engineNames, 'tfjs')(raw);
      if ('expected' in said) return said;
      // The fastest of TensorFlow.js's backends that needs no native binding.
      return { value: said.value === 'tfjs' ? 'tfjs-wasm' : said.value };
    },
  },
  workers: { environment: 'ASSAY_WORKERS', default: availableParallelism, parse: wholeNumber },
  store: { environment: 'ASSAY_STORE', default: () => '.assay', parse: orNothing(text) },
  dataDir: { environment: 'ASSAY_DATA_DIR', default: () => null, parse: orNothing(text) },
  directory: { environment: 'ASSAY_DIRECTORY', default: () => 'hypotheses', parse: text },
  reporter: { environment: 'ASSAY_REPORTER', default: () => [], parse: words },
  tags: { environment: 'ASSAY_TAGS', default: () => null, parse: orNothing(words) },
  allowInconclusive: { environment: 'ASSAY_ALLOW_INCONCLUSIVE', default: () => false, parse: flag },
  locked: { environment: 'ASSAY_LOCKED', default: () => false, parse: flag },
  budget: { environment: 'ASSAY_BUDGET', default: () => null, parse: orNothing(span) },
};

/** Settings with where each came from. */
export interface ResolvedSettings {
  readonly values: Settings;
  readonly origins: Readonly<Record<SettingName, Origin>>;
}

/**
 * Settles every setting: a flag before the environment, before the configuration file, before the default.
 *
 * @throws AssayError `configuration` with every value that could not be understood, and where it came from
 * @example resolveSettings({ flags: { workers: '2' }, environment: process.env, config: {} }).values.workers // 2
 */
export function resolveSettings(sources: {
  readonly flags: RawSettings;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly config: RawSettings;
  readonly configFile?: string;
}): ResolvedSettings {
  const values: Partial<Record<SettingName, unknown>> = {};
  const origins: Partial<Record<SettingName, Origin>> = {};
  const problems: Problem[] = [];
  for (const name of Object.keys(settings) as SettingName[]) {
    const { environment, parse, default: fallback } = settings[name];
    const layers: readonly (readonly [Origin, unknown, string])[] = [
      ['flag', sources.flags[name], `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`],
      ['environment', sources.environment[environment], environment],
      ['config', sources.config[name], name],
    ];
    const said = layers.find(([, raw]) => raw !== undefined);
    origins[name] = said?.[0] ?? 'default';
    if (said === undefined) {
      values[name] = fallback();
      continue;
    }
    const parsed = parse(said[1]);
    if ('value' in parsed) values[name] = parsed.value;
    else
      problems.push({
        ...(said[0] === 'config' && sources.configFile !== undefined ? { file: sources.configFile } : {}),
        path: said[2],
        message: `expected ${parsed.expected}, got ${quote(said[1])}`,
      });
  }
  if (problems.length > 0) throw new AssayError('configuration', 'Cannot use these settings', { problems });
  return { values: values as unknown as Settings, origins: origins as Record<SettingName, Origin> };
}
