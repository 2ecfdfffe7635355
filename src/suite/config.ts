import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { quote } from '../declare/problems.ts';
import { didYouMean } from '../declare/suggest.ts';
import { AssayError, type Problem } from '../errors.ts';
import { whileLoading } from '../user-modules.ts';
import { settings, type RawSettings } from './settings.ts';

const names = ['assay.config.ts', 'assay.config.mts', 'assay.config.js', 'assay.config.mjs'];

/** The settings of the configuration file in `root`, if there is one, and its name. */
export interface LoadedConfig {
  readonly file?: string;
  readonly settings: RawSettings;
}

/**
 * Loads the configuration file of a project.
 *
 * @throws AssayError `configuration` where it does not load or has a field that does not exist
 */
export async function loadConfig(root: string): Promise<LoadedConfig> {
  const file = names.find((name) => existsSync(join(root, name)));
  if (file === undefined) return { settings: {} };
  let module: { readonly default?: unknown };
  const path = join(root, file);
  try {
    module = await whileLoading<{ readonly default?: unknown }>(
      path,
      () => import(/* @vite-ignore */ pathToFileURL(path).href),
    );
  } catch (cause) {
    if (cause instanceof AssayError) throw cause;
    const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new AssayError(
      'configuration',
      `Cannot load ${file}: expected a module that loads, got: ${message}`,
      {
        cause,
      },
    );
  }
  const exported = module.default;
  if (typeof exported !== 'object' || exported === null)
    throw new AssayError(
      'configuration',
      `Cannot load ${file}: expected \`export default defineConfig({…})\`, got ${quote(exported)}`,
    );
  const known = Object.keys(settings);
  const problems = Object.keys(exported)
    .filter((name) => !known.includes(name))
    .map((name): Problem => ({
      file,
      path: name,
      message: `unknown setting${didYouMean(name, known)} (settings: ${known.join(', ')})`,
    }));
  if (problems.length > 0) throw new AssayError('configuration', `Cannot use ${file}`, { problems });
  return { file, settings: exported as RawSettings };
}
