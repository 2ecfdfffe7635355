import { loadConfig, type LoadedConfig } from '../suite/config.ts';
import type { Io } from './io.ts';
import { resolveSettings, type RawSettings, type ResolvedSettings } from '../suite/settings.ts';

/** Settings of one call of the command, with the configuration file that they may come from. */
export interface CommandSettings extends ResolvedSettings {
  readonly config: LoadedConfig;
}

/** Loads the configuration and settles the settings. */
export async function settle(io: Io, flags: RawSettings): Promise<CommandSettings> {
  const config = await loadConfig(io.cwd);
  const resolved = resolveSettings({
    flags,
    environment: io.env,
    config: config.settings,
    ...(config.file === undefined ? {} : { configFile: config.file }),
  });
  return { ...resolved, config };
}
